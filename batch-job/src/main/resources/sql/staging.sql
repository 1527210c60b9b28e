-- The archive as rows, before anything is judged. All times are milliseconds since the epoch.

-- name: staging.tables
CREATE TABLE records (rec BIGINT, shard INTEGER, kind VARCHAR, stamp BIGINT, wm BIGINT, wmr BIGINT, arrival BIGINT, sequence VARCHAR, object INTEGER);

CREATE TABLE arrivals (rec BIGINT, pos INTEGER, shard INTEGER, envelope INTEGER, event INTEGER, status VARCHAR, device_id VARCHAR, id VARCHAR, type VARCHAR, received_at BIGINT, sent_at VARCHAR, occurred_at VARCHAR, basis VARCHAR, offset_ms BIGINT, bound_ms BIGINT, clock_sent VARCHAR, clock_received VARCHAR, clock_responded VARCHAR, clock_got VARCHAR, event_time BIGINT, quality VARCHAR, micros BIGINT, attributes MAP(VARCHAR, VARCHAR), fp UBIGINT);

-- name: staging.objectSpans
SELECT r.object, least(min(r.stamp), min(a.earliest)) AS min_time, max(r.stamp) AS max_time
FROM records r LEFT JOIN (SELECT rec, min(event_time) AS earliest FROM arrivals GROUP BY rec) a USING (rec)
WHERE r.object >= 0 GROUP BY r.object
