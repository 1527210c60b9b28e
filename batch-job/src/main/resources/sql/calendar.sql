-- Calendar windows. Where they begin and end is one table, made by java.time for both layers: engines carry zone data of
-- their own. It has a row for each UTC day that a window touches, so that events are joined by their day.

-- name: calendar.truth
SELECT {view}, c.window_start, c.window_end, e.key, count(*), count(e.micros), sum(e.micros), min(e.micros), max(e.micros)
FROM (
  SELECT {trueTime} AS time, {key} AS key, micros
  FROM {occurrences}
  WHERE first AND {match} AND {trueTime} >= {from} AND {trueTime} < {to}) e
JOIN calendar c ON c.view = {view} AND c.day = floor_div(e.time, 86400000) AND e.time >= c.window_start AND e.time < c.window_end
WHERE {keyFits}
GROUP BY c.window_start, c.window_end, e.key

-- name: calendar.placed
-- Each occurrence in its slice, which is its window, under its mark.
SELECT *, CASE WHEN wm_before IS NULL OR wm_before < slice_end THEN slice_end
               ELSE slice_end + {q} * ((wm_before - slice_end) // {q} + 1) END AS mark
FROM (
  SELECT e.*, c.window_start AS slice_start, c.window_end AS slice_end
  FROM ({recompute.counted}) e
  JOIN calendar c ON c.view = {view} AND c.day = floor_div(e.{time}, 86400000) AND e.{time} >= c.window_start AND e.{time} < c.window_end
  WHERE {keyFits})
