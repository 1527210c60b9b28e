-- Joins: pairs of two events of one device (docs/report.md, "Joins"). A pair is an occurrence like any other, in the place
-- of the half that completes it, so that all else is computed from pairs as from events.
-- Parameters of a view: {left} {right} {on} {within} its join; {bucket} = {within} + 1: halves of a pair are in buckets of
-- event time that are the same or neighbours. a is the half that comes first in the log, b the other.

-- name: join.tables
CREATE TABLE lineage (shard INTEGER, ancestor INTEGER, wm BIGINT);

CREATE TABLE reach (shard INTEGER, sure BIGINT, possible BIGINT);

CREATE TABLE halves_next AS SELECT * FROM s_halves WHERE false;

CREATE TABLE unmatched_next AS SELECT * FROM s_unmatched WHERE false;

CREATE TABLE unmatched (view VARCHAR, is_left BOOLEAN, least BIGINT, most BIGINT)

-- name: join.halves
CREATE OR REPLACE TABLE join_halves AS
SELECT *, type = {left} AS is_left, floor_div(event_time, {bucket}) AS bucket, floor_div(true_time, {bucket}) AS true_bucket
FROM (SELECT *, {halfTexts} {on} AS on_text FROM {occurrences} WHERE type IN ({left}, {right}) AND {span})
WHERE on_text IS NOT NULL

-- name: join.met
-- Two halves that belong together by this time, {time} in buckets {bucketColumn}.
FROM (SELECT h.*, h.{bucketColumn} + s.step AS near FROM join_halves h CROSS JOIN (VALUES (-1), (0), (1)) s (step)) a
JOIN join_halves b
  ON a.device_id = b.device_id AND a.on_text = b.on_text AND a.near = b.{bucketColumn} AND a.is_left <> b.is_left
     AND (a.rec < b.rec OR (a.rec = b.rec AND a.pos < b.pos)) AND abs(a.{time} - b.{time}) <= {within}

-- name: join.pair
-- {decided}: whether the times in the log make it a pair, which is what the stream saw.
SELECT b.rec, b.pos, b.shard, b.envelope, b.event, b.device_id, b.id, b.type, b.received_at, b.sent_at, b.occurred_at,
  greatest(a.event_time, b.event_time) AS event_time, greatest(a.true_time, b.true_time) AS true_time, b.quality,
  CASE WHEN b.is_left THEN a.micros ELSE b.micros END AS micros, {texts}
  b.arrival, b.clock, b.wm, b.wmr, b.gap, a.first AND b.first AND abs(a.true_time - b.true_time) <= {within} AS first,
  CASE WHEN {status.quarantined} IN (a.status, b.status) THEN {status.quarantined} WHEN {status.skipped} IN (a.status, b.status) THEN {status.skipped} ELSE {status.processed} END AS status,
  a.duplicate OR b.duplicate AS duplicate, {decided} AS decided, a.shard AS other_shard, a.event_time AS other_time,
  a.rec AS other_rec, a.id AS other_id, a.type AS other_type
{met}

-- name: join.pairs
-- A pair is made unless its first half was collected: by the watermark that the second half's record met, or by that at the
-- end of a shard on the way from the one to the other. It counts if it is true or made, or both.
CREATE OR REPLACE TABLE join_pairs AS
SELECT * EXCLUDE (decided),
  CASE WHEN made THEN CASE WHEN first THEN {class.applied} ELSE {class.repeated} END
       WHEN status = {status.quarantined} THEN {class.quarantined} WHEN status = {status.skipped} THEN {class.skipped} WHEN duplicate THEN {class.collision} WHEN decided THEN {class.collected} ELSE {class.notProcessed} END AS pair_class
FROM (
  SELECT p.*, p.decided AND p.status = {status.processed} AND NOT p.duplicate AND coalesce(p.wm <= p.other_time + {within}, true)
    AND (p.shard = p.other_shard OR coalesce(g.shard IS NOT NULL AND coalesce(g.wm <= p.other_time + {within}, true), false)) AS made
  FROM ({pairs}) p LEFT JOIN lineage g ON p.shard = g.shard AND p.other_shard = g.ancestor)
WHERE first OR made

-- name: join.class
pair_class

-- name: join.noOther
CAST(NULL AS BIGINT) AS other_rec, CAST(NULL AS VARCHAR) AS other_id, CAST(NULL AS VARCHAR) AS other_type, CAST(NULL AS BIGINT) AS other_time,

-- name: join.isKnown
SELECT count(*) > 0 FROM s_unmatched WHERE view = {viewId}

-- name: join.newHalves
-- The halves that this run brings, and those that earlier runs left waiting.
CREATE OR REPLACE TABLE waiting AS
SELECT rec, pos, shard, is_left, device_id, on_text, event_time, wm, paired FROM s_halves WHERE view = {viewId}
UNION ALL
SELECT rec, pos, shard, type = {left}, device_id, on_text, event_time, wm, false
FROM (
  SELECT a.rec, a.pos, a.shard, a.type, a.device_id, {on} AS on_text, a.event_time, m.wm
  FROM arrivals a JOIN moments m ON a.rec = m.rec LEFT JOIN sightings s ON a.rec = s.rec AND a.pos = s.pos
  WHERE a.status = {status.processed} AND NOT coalesce(s.duplicate, false) AND a.type IN ({left}, {right}){inForce})
WHERE on_text IS NOT NULL

-- name: join.collect
-- A half is collected when the watermark passes its event time + within; after a shard's end that of its children counts,
-- and where they differ, one of two numbers is right.
CREATE OR REPLACE TABLE matched AS
SELECT a.rec, a.pos, b.rec AS other_rec, b.pos AS other_pos
FROM (SELECT w.*, floor_div(w.event_time, {bucket}) + s.step AS near FROM waiting w CROSS JOIN (VALUES (-1), (0), (1)) s (step)) a
JOIN (SELECT *, floor_div(event_time, {bucket}) AS bucket FROM waiting) b
  ON a.device_id = b.device_id AND a.on_text = b.on_text AND a.near = b.bucket AND a.is_left <> b.is_left
     AND (a.rec < b.rec OR (a.rec = b.rec AND a.pos < b.pos)) AND abs(a.event_time - b.event_time) <= {within}
LEFT JOIN lineage g ON b.shard = g.shard AND a.shard = g.ancestor
WHERE coalesce(b.wm <= a.event_time + {within}, true)
  AND (b.shard = a.shard OR coalesce(g.shard IS NOT NULL AND coalesce(g.wm <= a.event_time + {within}, true), false));

CREATE OR REPLACE TABLE judged_halves AS
SELECT w.* EXCLUDE (paired), w.paired OR m.rec IS NOT NULL AS paired,
  coalesce(r.sure > w.event_time + {within}, false) AS collected, coalesce(r.possible > w.event_time + {within}, false) AS collectable
FROM waiting w
LEFT JOIN (SELECT rec, pos FROM matched UNION SELECT other_rec, other_pos FROM matched) m ON w.rec = m.rec AND w.pos = m.pos
LEFT JOIN reach r ON w.shard = r.shard;

INSERT INTO halves_next
SELECT {viewId}, rec, pos, shard, is_left, device_id, on_text, event_time, wm, paired FROM judged_halves WHERE NOT collected;

INSERT INTO unmatched_next
SELECT {viewId}, sum(n) FILTER (is_left), sum(n) FILTER (NOT is_left) FROM (
  SELECT is_left, count(*) AS n FROM judged_halves WHERE collected AND NOT paired GROUP BY is_left
  UNION ALL SELECT true, coalesce(sum(left_count), 0) FROM s_unmatched WHERE view = {viewId}
  UNION ALL SELECT false, coalesce(sum(right_count), 0) FROM s_unmatched WHERE view = {viewId});

INSERT INTO unmatched
SELECT {viewId}, s.is_left, CASE WHEN s.is_left THEN u.left_count ELSE u.right_count END,
  CASE WHEN s.is_left THEN u.left_count ELSE u.right_count END
    + (SELECT count(*) FROM judged_halves h WHERE h.is_left = s.is_left AND h.collectable AND NOT h.collected AND NOT h.paired)
FROM unmatched_next u CROSS JOIN (VALUES (true), (false)) s (is_left) WHERE u.view = {viewId}

-- name: join.unmatched
SELECT is_left, least, most FROM unmatched WHERE view = {viewId} ORDER BY is_left DESC
