-- Early panes: which of them fired is told by the shards' logs alone (docs/report.md, "Early panes").

-- name: early.tables
CREATE TABLE early_lowest (early BIGINT, event BIGINT, received BIGINT)

-- name: early.lowest
-- For each early time of a cell, the lowest watermarks among the shards when each one's received watermark first came
-- there. Watermarks never go back, so the first moment of a shard from there on is its lowest, and the lowest of all
-- moments from there on is that of all shards. Minus infinity is the least number.
INSERT INTO early_lowest
SELECT DISTINCT early, low_event, low_received FROM (
  SELECT early, min(event) OVER w AS low_event, min(received) OVER w AS low_received
  FROM (
    SELECT received AS place, received, event, CAST(NULL AS BIGINT) AS early FROM (
      SELECT CASE kind WHEN {kind.heartbeat} THEN stamp - {requestLifetime} ELSE stamp END AS received, wmr,
             greatest(coalesce(wm, -9223372036854775807), CASE kind WHEN {kind.heartbeat} THEN stamp - {idleBound} ELSE stamp END) AS event
      FROM {recordRows} WHERE kind IN ({kind.heartbeat}, {kind.watermark}))
    WHERE wmr IS NULL OR received > wmr
    UNION ALL
    SELECT DISTINCT early, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), early FROM window_cells WHERE early IS NOT NULL)
  WINDOW w AS (ORDER BY place DESC RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW))
WHERE early IS NOT NULL AND low_event IS NOT NULL

-- name: early.fired
-- Of a cell of window_cells c, with its view v, its limits l and the lowest watermarks e of its early time.
(CASE v.domain WHEN 'event' THEN e.event ELSE e.received END < c.window_end AND (c.window_end <= l.upto OR c.early <= l.early_upto))

-- name: early.empty
-- A key with an early pane has one on time, even when that adds nothing.
SELECT * REPLACE (CAST(NULL AS BIGINT) AS fired, 0 AS count, 0 AS valued, NULL AS sum, NULL AS min, NULL AS max)
FROM window_marks WHERE class IN ({class.applied}, {class.repeated}) AND fired IS NOT NULL AND window_end <= upto
