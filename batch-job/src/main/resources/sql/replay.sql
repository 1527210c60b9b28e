-- The stream's decisions again, from the archive alone: per shard in sequence order (docs/report.md, "Decisions").
-- One pass a generation of shards (a child starts with what its parents end with): the shards of the pass are in `turn`.

-- name: replay.tables
CREATE TABLE shard_times (shard INTEGER, rec BIGINT, clock BIGINT, wm BIGINT, wmr BIGINT);

CREATE TABLE inherited (shard INTEGER, fp UBIGINT, clock BIGINT);

CREATE TABLE seen_next (shard INTEGER, fp UBIGINT, clock BIGINT);

CREATE TABLE ids_known (fp UBIGINT, device_id VARCHAR, id VARCHAR, clock BIGINT);

CREATE TABLE moments (rec BIGINT, shard INTEGER, kind VARCHAR, stamp BIGINT, arrival BIGINT, clock BIGINT, wm BIGINT, wmr BIGINT);

CREATE TABLE sightings (rec BIGINT, pos INTEGER, gap BIGINT, duplicate BOOLEAN);

CREATE TABLE turn (shard INTEGER, rec BIGINT, clock BIGINT, wm BIGINT, wmr BIGINT)

-- name: replay.seen
-- What shards remember from before: those of the checkpoint, and children what their parents do.
SELECT shard, fp, clock FROM s_seen UNION ALL SELECT shard, fp, clock FROM inherited


-- name: replay.repeatedPrints
-- Most events come once: only fingerprints that came twice need an order. Whoever else has the fingerprint (an earlier
-- run, the checkpoint, another shard) counts.
CREATE TABLE repeated_prints AS
SELECT fp FROM (SELECT fp FROM arrivals UNION ALL SELECT fp FROM ({replay.seen}) UNION ALL SELECT fp FROM ids_known) GROUP BY fp HAVING count(*) > 1

-- name: replay.truth
-- How long before an occurrence, by the clock of the log, its identity came last: of those that came before at all. Every
-- occurrence counts, whatever the stream did with it. Less than {uniqueFor} is a repetition, any other a new event.
CREATE TABLE repeats AS
SELECT rec, pos, age FROM (
  SELECT rec, pos, clock - lag(clock) OVER (PARTITION BY device_id, id ORDER BY rec, pos) AS age
  FROM (
    SELECT a.rec, a.pos, a.device_id, a.id, coalesce(m.clock, a.received_at) AS clock
    FROM arrivals a SEMI JOIN repeated_prints p ON a.fp = p.fp JOIN moments m ON a.rec = m.rec
    UNION ALL
    SELECT -1, -1, device_id, id, max(clock) FROM ids_known GROUP BY device_id, id))
WHERE age IS NOT NULL AND rec >= 0

-- name: replay.start
-- A shard goes on from the checkpoint, or starts with the least watermark and the latest clock of its parents.
INSERT INTO turn SELECT {shard}, {rec}, c.clock, c.wm, c.wmr FROM shard_times c WHERE c.shard = {shard}

-- name: replay.startFresh
INSERT INTO turn VALUES ({shard}, {rec}, NULL, NULL, NULL)

-- name: replay.startFromParents
INSERT INTO turn
SELECT {shard}, {rec}, max(clock), CASE WHEN count(wm) = count(*) THEN min(wm) END, CASE WHEN count(wmr) = count(*) THEN min(wmr) END
FROM shard_times WHERE shard IN ({parents});

INSERT INTO inherited
SELECT {shard}, fp, max(clock) FROM (
  SELECT fp, clock FROM seen_next WHERE shard IN ({parents})
  UNION ALL
  SELECT fp, clock FROM ({replay.seen}) WHERE shard IN ({parents}) AND shard NOT IN (SELECT shard FROM seen_next))
GROUP BY fp

-- name: replay.clocks
-- The shard clock before each record: what was received, and heartbeats. tick = what a record makes of it.
CREATE OR REPLACE TABLE clocks AS
SELECT rec, shard, kind, stamp, wm, wmr, arrival, tick,
       coalesce(max(tick) OVER (PARTITION BY shard ORDER BY rec ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), tick) AS clock
FROM (
  SELECT rec, shard, kind, stamp, wm, wmr, arrival, CASE WHEN kind IN ({kind.events}, {kind.heartbeat}, {kind.anchor}) THEN stamp END AS tick
  FROM records WHERE shard IN (SELECT shard FROM turn)
  UNION ALL
  SELECT rec, shard, {kind.start}, clock, wm, wmr, NULL, clock FROM turn)

-- name: replay.sightings
-- A duplicate was seen less than the horizon ago by the shard clock; every sighting refreshes.
INSERT INTO sightings
SELECT rec, pos, gap, gap < {deduplicateFor}
FROM (
  SELECT rec, pos, clock - lag(clock) OVER (PARTITION BY shard, fp ORDER BY rec, pos) AS gap
  FROM (
    SELECT a.rec, a.pos, a.shard, a.fp, c.clock
    FROM arrivals a SEMI JOIN repeated_prints p ON a.fp = p.fp JOIN clocks c ON a.rec = c.rec
    WHERE a.status = {status.processed} AND a.shard IN (SELECT shard FROM turn)
    UNION ALL
    SELECT t.rec, -1, s.shard, s.fp, s.clock
    FROM ({replay.seen}) s SEMI JOIN repeated_prints p ON s.fp = p.fp JOIN turn t ON s.shard = t.shard))
WHERE gap IS NOT NULL AND pos >= 0

-- name: replay.latest
-- The latest event time among a record's events that were no duplicates.
CREATE OR REPLACE TABLE latest AS
SELECT a.rec, max(a.event_time) AS latest
FROM arrivals a LEFT JOIN (SELECT rec, pos FROM sightings WHERE duplicate) d ON a.rec = d.rec AND a.pos = d.pos
WHERE a.status = {status.processed} AND d.rec IS NULL AND a.shard IN (SELECT shard FROM turn)
GROUP BY a.rec

-- name: replay.moments
-- The watermarks before each record. lift = what a record makes of them.
INSERT INTO moments
SELECT rec, shard, kind, stamp, arrival, clock,
       max(lift) OVER w AS wm, max(lift_received) OVER w AS wmr
FROM (
  SELECT c.rec, c.shard, c.kind, c.stamp, c.arrival, c.clock,
         CASE c.kind WHEN {kind.events} THEN l.latest - {outOfOrderness} WHEN {kind.heartbeat} THEN c.stamp - {idleBound} WHEN {kind.watermark} THEN c.stamp ELSE c.wm END AS lift,
         CASE c.kind WHEN {kind.heartbeat} THEN c.stamp - {requestLifetime} WHEN {kind.watermark} THEN c.stamp ELSE c.wmr END AS lift_received
  FROM clocks c LEFT JOIN latest l ON c.rec = l.rec)
WINDOW w AS (PARTITION BY shard ORDER BY rec ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)

-- name: replay.ends
-- Where each shard of the pass stands behind its last record.
DELETE FROM shard_times WHERE shard IN (SELECT shard FROM turn);

INSERT INTO shard_times
SELECT c.shard, max(c.rec), max(c.tick),
       max(CASE c.kind WHEN {kind.events} THEN l.latest - {outOfOrderness} WHEN {kind.heartbeat} THEN c.stamp - {idleBound} WHEN {kind.watermark} THEN c.stamp ELSE c.wm END),
       max(CASE c.kind WHEN {kind.heartbeat} THEN c.stamp - {requestLifetime} WHEN {kind.watermark} THEN c.stamp ELSE c.wmr END)
FROM clocks c LEFT JOIN latest l ON c.rec = l.rec GROUP BY c.shard;

INSERT INTO seen_next
SELECT s.shard, s.fp, max(s.clock)
FROM (
  SELECT a.shard, a.fp, c.clock FROM arrivals a JOIN clocks c ON a.rec = c.rec
  WHERE a.status = {status.processed} AND a.shard IN (SELECT shard FROM turn)
    AND c.clock > (SELECT max(clock) FROM shard_times t WHERE t.shard = c.shard) - {deduplicateFor}
  UNION ALL
  SELECT shard, fp, clock FROM ({replay.seen}) WHERE shard IN (SELECT shard FROM turn)) s
JOIN shard_times t ON s.shard = t.shard
WHERE t.clock - s.clock < {deduplicateFor}
GROUP BY s.shard, s.fp;

DELETE FROM turn

-- name: replay.unmoved
-- Shards that had no turn keep what they remember, but for those that ended so long ago that nobody can inherit it any more.
INSERT INTO seen_next SELECT shard, fp, clock FROM ({replay.seen}) WHERE shard NOT IN (SELECT DISTINCT shard FROM moments) AND shard NOT IN ({forgotten})

-- name: replay.occurrences
-- Every occurrence with its decision: what the day's files hold. true_time is the event time again, from the raw stamps.
SELECT a.rec, a.pos, a.shard, a.envelope, a.event, a.status, a.device_id, a.id, a.type, a.received_at, a.sent_at,
       a.occurred_at, a.event_time, a.quality, coalesce(j.judged_time, a.event_time) AS true_time, j.judged_quality AS true_quality,
       j.rec IS NOT NULL AS time_fault, a.micros, a.attributes, {attributes}
       m.arrival, m.clock, m.wm, m.wmr, s.gap, coalesce(s.duplicate, false) AS duplicate, coalesce(r.age >= {uniqueFor}, true) AS first,
       coalesce(r.age >= {uniqueFor}, false) AS returned,
       CASE WHEN date_of(a.event_time) = date_of(coalesce(j.judged_time, a.event_time)) THEN date_of(a.event_time) ELSE 'mixed' END AS date
FROM arrivals a
JOIN moments m ON a.rec = m.rec
LEFT JOIN sightings s ON a.rec = s.rec AND a.pos = s.pos
LEFT JOIN repeats r ON a.rec = r.rec AND a.pos = r.pos
LEFT JOIN misjudged j ON a.rec = j.rec AND a.pos = j.pos

-- name: replay.span
-- The first and last day of a column of milliseconds; none where there is no row.
SELECT floor_div(min({first}), 86400000) AS first, floor_div(max({last}), 86400000) AS last FROM ({rows})

-- name: replay.recordRows
SELECT m.rec, m.shard, m.kind, m.stamp, m.arrival, m.clock, m.wm, m.wmr, r.sequence
FROM moments m JOIN records r ON m.rec = r.rec

-- name: replay.touched
-- The days that this run's arrivals touch, by domain, with the first and last time in each.
SELECT domain, day, min(first) AS first, max(last) AS last FROM (
  SELECT 'event' AS domain, floor_div(event_time, 86400000) AS day, min(event_time) AS first, max(event_time) AS last FROM arrivals GROUP BY 2
  UNION ALL
  SELECT 'received', floor_div(received_at, 86400000) AS day, min(received_at), max(received_at) FROM arrivals GROUP BY 2
  UNION ALL
  SELECT 'event', floor_div(judged_time, 86400000) AS day, min(judged_time), max(judged_time) FROM misjudged WHERE judged_time IS NOT NULL GROUP BY 2)
GROUP BY domain, day ORDER BY domain, day

-- name: replay.firstDays
-- The days of event time of this run's arrivals that are no repetition of an event, and how old the youngest of each came.
SELECT floor_div(a.event_time, 86400000) AS day, min(a.received_at - a.event_time) AS age
FROM arrivals a LEFT JOIN repeats r ON a.rec = r.rec AND a.pos = r.pos
WHERE coalesce(r.age >= {uniqueFor}, true)
GROUP BY day

-- name: replay.stands
SELECT shard, clock, wm, wmr FROM shard_times

-- name: replay.noRecords
-- In place of the records of all runs where there is none.
SELECT CAST(NULL AS BIGINT) AS rec, CAST(NULL AS INTEGER) AS shard, CAST(NULL AS VARCHAR) AS kind, CAST(NULL AS BIGINT) AS stamp, CAST(NULL AS BIGINT) AS arrival,
       CAST(NULL AS BIGINT) AS clock, CAST(NULL AS BIGINT) AS wm, CAST(NULL AS BIGINT) AS wmr, CAST(NULL AS VARCHAR) AS sequence
WHERE false

-- name: replay.partObjects
CREATE TABLE part_objects (object INTEGER, shard INTEGER, first VARCHAR, last VARCHAR, key VARCHAR, records BIGINT, sha256 VARCHAR)

-- name: replay.objectRows
SELECT o.shard, o.first, o.last, o.key, o.records, o.sha256, d.day
FROM part_objects o JOIN ({staging.objectDays}) d ON o.object = d.object

-- name: replay.done
DROP TABLE IF EXISTS shard_times;

DROP TABLE IF EXISTS inherited;

DROP TABLE IF EXISTS ids_known;

DROP TABLE IF EXISTS moments;

DROP TABLE IF EXISTS sightings;

DROP TABLE IF EXISTS turn;

DROP TABLE IF EXISTS repeated_prints;

DROP TABLE IF EXISTS repeats;

DROP TABLE IF EXISTS misjudged;

DROP TABLE IF EXISTS clocks;

DROP TABLE IF EXISTS latest;

DROP TABLE IF EXISTS part_objects;

DROP TABLE IF EXISTS reach;

DROP TABLE IF EXISTS waiting;

DROP TABLE IF EXISTS matched;

DROP TABLE IF EXISTS judged_halves
