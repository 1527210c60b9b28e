-- The archive as rows, before anything is judged. All times are milliseconds since the epoch.

-- name: staging.tables
CREATE TABLE records (rec BIGINT, shard INTEGER, kind VARCHAR, stamp BIGINT, wm BIGINT, wmr BIGINT, arrival BIGINT, sequence VARCHAR, object INTEGER, line INTEGER);

CREATE TABLE arrivals (rec BIGINT, pos INTEGER, shard INTEGER, envelope INTEGER, event INTEGER, status VARCHAR, device_id VARCHAR, id VARCHAR, type VARCHAR, received_at BIGINT, sent_at VARCHAR, occurred_at VARCHAR, basis VARCHAR, offset_ms BIGINT, bound_ms BIGINT, clock_sent VARCHAR, clock_received VARCHAR, clock_responded VARCHAR, clock_got VARCHAR, event_time BIGINT, quality VARCHAR, micros BIGINT, attributes MAP(VARCHAR, VARCHAR), fp UBIGINT);

CREATE TABLE engine_read (shard INTEGER, sequence VARCHAR, events BIGINT, valued BIGINT, micros HUGEINT);

-- name: staging.engineRead
-- Of a shard's lines those that are new, and no further than the cut.
INSERT INTO engine_read SELECT {shard}, sequence, events, valued, micros FROM ({dialect.engineRead}) WHERE sequence > {after} AND sequence <= {upTo}

-- name: staging.readersDiffer
-- Records of which the engine reads other events, or other values, than the reader that the stream has as well. What that
-- reader refuses is in quarantine, and is judged there.
SELECT coalesce(e.shard, j.shard) AS shard, coalesce(e.sequence, j.sequence) AS sequence,
  coalesce(e.events, 0) AS engine_events, coalesce(e.valued, 0) AS engine_valued, e.micros AS engine_micros,
  coalesce(j.events, 0) AS events, coalesce(j.valued, 0) AS valued, j.micros AS micros
FROM (SELECT shard, sequence, max(events) AS events, max(valued) AS valued, max(micros) AS micros FROM engine_read GROUP BY shard, sequence) e
FULL OUTER JOIN (
  SELECT r.shard, r.sequence, count(*) AS events, count(a.micros) AS valued, sum(a.micros) AS micros
  FROM records r JOIN arrivals a ON r.rec = a.rec GROUP BY r.shard, r.sequence) j ON e.shard = j.shard AND e.sequence = j.sequence
LEFT JOIN (SELECT shard, sequence FROM records WHERE kind = {kind.unreadable}) u ON e.shard = u.shard AND e.sequence = u.sequence
WHERE u.sequence IS NULL
  AND (e.events IS DISTINCT FROM j.events OR e.valued IS DISTINCT FROM j.valued OR e.micros IS DISTINCT FROM j.micros)
ORDER BY 1, 2 LIMIT {limit}

-- name: staging.objectDays
-- The UTC days of the events that an archive object holds.
SELECT DISTINCT r.object, floor_div(t.millis, 86400000) AS day
FROM records r JOIN (
  SELECT rec, event_time AS millis FROM arrivals
  UNION ALL
  SELECT rec, judged_time FROM misjudged WHERE judged_time IS NOT NULL) t ON r.rec = t.rec
WHERE r.object >= 0
