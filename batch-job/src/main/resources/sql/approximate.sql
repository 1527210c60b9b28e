-- Approximate aggregates, exactly: how often each text or value occurs, in the truth and in the replayed decisions; and
-- what the stream's sketches say held against it (docs/report.md, "Approximate aggregates").
-- Parameters of an aggregate: {ordinal} its place among the rows of its view, {text} what it reads of an event, NULL for
-- quantiles, {micros} the event's value, NULL for the others.

-- name: approximate.truth
INSERT INTO truth_values
SELECT {view}, {ordinal}, slice_start, slice_end, key, text, value, count(*)
FROM (SELECT slice_start, slice_end, key, {text} AS text, {micros} AS value FROM ({placed}) WHERE first)
WHERE text IS NOT NULL OR value IS NOT NULL
GROUP BY slice_start, slice_end, key, text, value

-- name: approximate.cells
INSERT INTO cell_values
SELECT {view}, {ordinal}, slice_start, slice_end, key, shard, mark, early, text, value, count(*)
FROM (SELECT slice_start, slice_end, key, shard, mark, {early} AS early, {text} AS text, {micros} AS value FROM ({placed}) WHERE class IN ({class.applied}, {class.repeated}))
WHERE text IS NOT NULL OR value IS NOT NULL
GROUP BY slice_start, slice_end, key, shard, mark, early, text, value

-- name: approximate.slices
SELECT DISTINCT view, slice_start, slice_end FROM (
  SELECT view, slice_start, slice_end FROM truth_values WHERE view = {view}
  UNION ALL SELECT view, slice_start, slice_end FROM cell_values WHERE view = {view})

-- name: approximate.windows
INSERT INTO value_windows
SELECT view, slice_start, window_start, window_end
FROM ({windows}) w SEMI JOIN run_days d ON floor_div(w.window_end - 1, 86400000) = d.day

-- name: approximate.numbers
-- n is exact: how many events with the field each cell and each pane has. Cells and panes that are at fault anyway are not
-- named twice.
INSERT INTO sketch_faults
SELECT s.view, s.slice_start, s.slice_end, s.shard, s.mark, s.early, s.key, a.aggregate, p.n AS stream_n, coalesce(r.n, 0) AS n
FROM (SELECT c.* FROM stream_cells c JOIN shard_limits l ON c.view = l.view AND c.shard = l.shard WHERE c.mark <= l.upto) s
JOIN approximates a ON s.view = a.view
LEFT JOIN (SELECT * FROM stream_parts WHERE part = 'cell') p
  ON s.view = p.view AND s.slice_start = p.slice_start AND s.shard = p.shard AND s.mark = p.mark AND s.key = p.key
     AND coalesce(s.early, -1) = coalesce(p.early, -1) AND a.aggregate = p.aggregate
LEFT JOIN (SELECT view, ordinal, slice_start, shard, mark, early, key, sum(count) AS n FROM cell_values GROUP BY view, ordinal, slice_start, shard, mark, early, key) r
  ON s.view = r.view AND a.ordinal = r.ordinal AND s.slice_start = r.slice_start AND s.shard = r.shard AND s.mark = r.mark AND s.key = r.key
     AND coalesce(s.early, -1) = coalesce(r.early, -1)
ANTI JOIN cell_faults f
  ON s.view = f.view AND s.slice_start = f.slice_start AND s.shard = f.shard AND s.mark = f.mark AND s.key = f.key
     AND coalesce(s.early, -1) = coalesce(f.early, -1)
ANTI JOIN uncovered_cells u ON s.view = u.view AND s.slice_start = u.slice_start AND s.key = u.key
WHERE coalesce(p.n, 0) <> coalesce(r.n, 0);

INSERT INTO pane_numbers
SELECT p.view, p.window_start, p.window_end, p.mark, p.key, a.ordinal, a.aggregate, a.kind, s.n AS stream_n,
       s.estimate, s.lower, s.upper, s.error, coalesce(r.n, 0) AS n
FROM published_panes p
JOIN (SELECT * FROM approximates WHERE kind <> 'cells') a ON p.view = a.view
LEFT JOIN (SELECT * FROM stream_parts WHERE part = 'pane') s
  ON p.view = s.view AND p.window_start = s.window_start AND p.window_end = s.window_end AND p.mark = s.mark AND p.key = s.key AND a.aggregate = s.aggregate
LEFT JOIN (
  SELECT q.view, q.window_start, q.window_end, q.mark, q.key, v.ordinal, sum(v.n) AS n
  FROM published_panes q
  JOIN (
    SELECT c.view, c.ordinal, w.window_start, w.window_end, c.key, greatest(w.window_end, c.mark) AS pane_mark, sum(c.count) AS n
    FROM cell_values c JOIN value_windows w ON c.view = w.view AND c.slice_start = w.slice_start
    GROUP BY c.view, c.ordinal, w.window_start, w.window_end, c.key, pane_mark) v
    ON q.view = v.view AND q.window_start = v.window_start AND q.window_end = v.window_end AND q.key = v.key AND v.pane_mark <= q.mark
  GROUP BY q.view, q.window_start, q.window_end, q.mark, q.key, v.ordinal) r
  ON p.view = r.view AND p.window_start = r.window_start AND p.window_end = r.window_end AND p.mark = r.mark AND p.key = r.key AND a.ordinal = r.ordinal;

INSERT INTO pane_number_faults
SELECT p.* FROM pane_numbers p
ANTI JOIN pane_faults f ON p.view = f.view AND p.window_start = f.window_start AND p.window_end = f.window_end AND p.mark = f.mark AND p.key = f.key
ANTI JOIN uncovered_windows u ON p.view = u.view AND p.window_start = u.window_start AND p.window_end = u.window_end AND p.key = u.key
WHERE coalesce(p.stream_n, 0) <> p.n

-- name: approximate.values
-- What the stream knew when a final pane was made, and the truth, value by value.
INSERT INTO final_numbers
SELECT p.* FROM pane_numbers p JOIN view_list v ON p.view = v.view
WHERE p.mark <= p.window_end + v.lateness
QUALIFY row_number() OVER (PARTITION BY p.view, p.window_start, p.window_end, p.key, p.ordinal ORDER BY p.mark DESC) = 1;

INSERT INTO final_values
SELECT f.view, f.ordinal, f.window_start, f.window_end, f.key, c.text, c.micros, sum(c.count) AS count
FROM final_numbers f
JOIN value_windows w ON f.view = w.view AND f.window_start = w.window_start AND f.window_end = w.window_end
JOIN cell_values c ON w.view = c.view AND w.slice_start = c.slice_start AND f.ordinal = c.ordinal AND f.key = c.key
WHERE greatest(w.window_end, c.mark) <= f.mark
GROUP BY f.view, f.ordinal, f.window_start, f.window_end, f.key, c.text, c.micros;

CREATE TABLE window_values AS
SELECT t.view, t.ordinal, w.window_start, w.window_end, t.key, t.text, t.micros, sum(t.count) AS count
FROM truth_values t JOIN value_windows w ON t.view = w.view AND t.slice_start = w.slice_start
GROUP BY t.view, t.ordinal, w.window_start, w.window_end, t.key, t.text, t.micros

-- name: approximate.ranks
-- Each value with the number of events up to it.
SELECT view, ordinal, window_start, window_end, key, micros, count,
  sum(count) OVER (PARTITION BY view, ordinal, window_start, window_end, key ORDER BY micros ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS upto,
  sum(count) OVER (PARTITION BY view, ordinal, window_start, window_end, key) AS n
FROM {values} WHERE micros IS NOT NULL

-- name: approximate.results
-- One row a result of a final pane: its error, the bound that it states, and whether it is beyond. broken = a promise that
-- holds always is not kept, or the error is so large that no chance makes it.
INSERT INTO approximate_results
SELECT view, ordinal, window_start, window_end, key, 0, exact, CAST(abs(estimate - exact) AS DOUBLE) / greatest(exact, 1), CAST(greatest(upper - estimate, estimate - lower) AS DOUBLE) / greatest(exact, 1),
  coalesce(NOT (exact BETWEEN lower AND upper), true),
  CASE WHEN estimate IS NULL OR lower IS NULL OR upper IS NULL THEN 'there is no estimate with its bounds'
       WHEN NOT (lower <= estimate AND estimate <= upper) THEN 'the estimate ' || plain(estimate) || ' is not between its bounds ' || plain(lower) || ' and ' || plain(upper)
       WHEN exact > estimate + 3 * (upper - estimate) + collisions OR exact < estimate - 3 * (estimate - lower)
         THEN 'the estimate ' || plain(estimate) || ', bounds ' || plain(lower) || ' and ' || plain(upper) || ', is too far from the exact ' || exact END
FROM (
  -- Two texts may fall on one of 2^26 places of the sketch, which then counts one less, never more: with so few texts that
  -- the chance of any such pair is below one in a million, none.
  SELECT f.*, coalesce(e.exact, 0) AS exact,
    CASE WHEN coalesce(e.exact, 0) * (coalesce(e.exact, 0) - 1) * 1000000 < 2 * 67108864 THEN 0 ELSE least(3, 1 + coalesce(e.exact, 0) // 500) END AS collisions
  FROM final_numbers f
  LEFT JOIN (SELECT view, ordinal, window_start, window_end, key, count(*) AS exact FROM final_values GROUP BY view, ordinal, window_start, window_end, key) e
    USING (view, ordinal, window_start, window_end, key)
  WHERE f.kind = 'distinct' AND f.stream_n = f.n);

INSERT INTO approximate_results
SELECT view, ordinal, window_start, window_end, key, permille, n, away, error, coalesce(away > error, true),
  CASE WHEN error IS NULL THEN 'there is no error bound'
       WHEN said IS NULL THEN 'there is no value at ' || name
       WHEN micros IS NULL THEN 'the value ' || plain(decimal_of(said)) || ' at ' || name || ' never occurred'
       WHEN away > 3 * error THEN 'the value ' || plain(decimal_of(said)) || ' at ' || name || ' has the rank ' || round(upto / n, 4) || ', too far for an error of ' || round(error, 6) END
FROM (
  -- A value stands for all ranks from that of its first occurrence to that of its last; away is the way from there to q.
  SELECT f.view, f.ordinal, f.window_start, f.window_end, f.key, f.n, CAST(f.error AS DOUBLE) AS error, q.permille, q.name, s.micros AS said, r.micros, r.upto,
    coalesce(greatest(0, (r.upto - r.count) / r.n - q.permille / 1000, q.permille / 1000 - r.upto / r.n), 1) AS away
  FROM final_numbers f CROSS JOIN quantile_places q
  LEFT JOIN (SELECT * FROM stream_parts WHERE part = 'quantile') s
    ON f.view = s.view AND f.window_start = s.window_start AND f.window_end = s.window_end AND f.mark = s.mark AND f.key = s.key AND f.aggregate = s.aggregate AND q.permille = s.place
  LEFT JOIN ({finalRanks}) r
    ON f.view = r.view AND f.ordinal = r.ordinal AND f.window_start = r.window_start AND f.window_end = r.window_end AND f.key = r.key AND s.micros = r.micros
  WHERE f.kind = 'quantiles' AND f.stream_n = f.n AND f.n > 0);

-- Of each text the exact count beside what the pane says of it; a text that it does not name has at most `rest`.
CREATE TABLE top_items AS
SELECT view, ordinal, window_start, window_end, key, n, text, estimate, count, error,
  CASE WHEN error IS NULL THEN 'there is no error bound'
       WHEN named AND NOT coalesce(lower <= estimate AND estimate <= upper AND lower <= count AND count <= upper, false)
         THEN '''' || text || ''' is said to occur ' || coalesce(plain(estimate) || ', at least ' || plain(lower) || ' and at most ' || plain(upper), 'an unknown number of') || ' times, and occurs ' || count || ' times'
       WHEN NOT named AND count > rest THEN '''' || text || ''' is not named, and occurs ' || count || ' times, more than ' || plain(rest) END AS broken
FROM (
  SELECT f.view, f.ordinal, f.window_start, f.window_end, f.key, f.n, f.error, t.text, s.text IS NOT NULL AS named, s.estimate, s.lower, s.upper, coalesce(e.count, 0) AS count,
    CASE WHEN f.names < 10 THEN f.error ELSE greatest(f.error, f.least_estimate) END AS rest
  FROM (
    SELECT n.*, coalesce(i.names, 0) AS names, i.least_estimate
    FROM final_numbers n LEFT JOIN (
      SELECT view, window_start, window_end, mark, key, aggregate, count(*) AS names, min(estimate) AS least_estimate
      FROM stream_parts WHERE part = 'item' GROUP BY view, window_start, window_end, mark, key, aggregate) i
      USING (view, window_start, window_end, mark, key, aggregate)
    WHERE n.kind = 'top' AND n.stream_n = n.n AND n.n > 0) f
  JOIN (
    SELECT view, ordinal, window_start, window_end, key, text FROM final_values WHERE text IS NOT NULL
    UNION SELECT view, ordinal, window_start, window_end, key, text FROM final_items) t USING (view, ordinal, window_start, window_end, key)
  LEFT JOIN final_values e USING (view, ordinal, window_start, window_end, key, text)
  LEFT JOIN final_items s USING (view, ordinal, window_start, window_end, key, text));

INSERT INTO approximate_results
SELECT view, ordinal, window_start, window_end, key, 0, n,
  max(CASE WHEN estimate IS NULL THEN 0 ELSE CAST(abs(estimate - count) AS DOUBLE) / n END), CAST(max(error) AS DOUBLE) / n, max(broken) IS NOT NULL, min(broken)
FROM top_items GROUP BY view, ordinal, window_start, window_end, key, n

-- name: approximate.finalItems
CREATE TABLE final_items AS
SELECT f.view, f.ordinal, f.window_start, f.window_end, f.key, s.text, any_value(s.estimate) AS estimate, any_value(s.lower) AS lower, any_value(s.upper) AS upper
FROM final_numbers f JOIN stream_parts s
  ON f.view = s.view AND f.window_start = s.window_start AND f.window_end = s.window_end AND f.mark = s.mark AND f.key = s.key AND f.aggregate = s.aggregate
WHERE f.kind = 'top' AND s.part = 'item'
GROUP BY f.view, f.ordinal, f.window_start, f.window_end, f.key, s.text

-- name: approximate.rows
-- The rows of windows.csv: one a result. streamFinal is the estimate, batch is exact.
DELETE FROM approximate_results WHERE EXISTS (
  SELECT 1 FROM uncovered_windows u WHERE u.view = approximate_results.view AND u.window_start = approximate_results.window_start
    AND u.window_end = approximate_results.window_end AND u.key = approximate_results.key);

CREATE TABLE approximate_windows AS
SELECT w.view, v.name AS view_name, w.day, w.window_start, w.window_end, w.key, a.ordinal, a.aggregate, a.kind, w.expired OR w.not_covered AS expired,
  CASE WHEN f.view IS NULL THEN w.replayed_count IS NOT NULL ELSE coalesce(f.stream_n, 0) <> f.n END AS wrong,
  o.estimate AS on_time, f.estimate AS final, f.mark
FROM windows w JOIN view_list v USING (view) JOIN approximates a USING (view)
LEFT JOIN (SELECT * FROM pane_numbers WHERE mark = window_end) o
  ON w.view = o.view AND w.window_start = o.window_start AND w.window_end = o.window_end AND w.key = o.key AND a.ordinal = o.ordinal
LEFT JOIN final_numbers f
  ON w.view = f.view AND w.window_start = f.window_start AND w.window_end = f.window_end AND w.key = f.key AND a.ordinal = f.ordinal;

INSERT INTO window_rows (view, view_name, day, window_start, window_end, key, ordinal, aggregate, stream_on_time, stream_final, batch, unexplained)
SELECT w.view, w.view_name, w.day, w.window_start, w.window_end, w.key, w.ordinal, w.aggregate, w.on_time, w.final, whole(coalesce(t.exact, 0)),
  CASE WHEN NOT w.expired THEN whole(CASE WHEN w.wrong OR r.broken IS NOT NULL THEN 1 ELSE 0 END) END
FROM approximate_windows w
LEFT JOIN (SELECT view, ordinal, window_start, window_end, key, count(*) AS exact FROM window_values GROUP BY view, ordinal, window_start, window_end, key) t
  USING (view, ordinal, window_start, window_end, key)
LEFT JOIN approximate_results r USING (view, ordinal, window_start, window_end, key)
WHERE w.kind = 'distinct';

-- The q-quantile is the smallest value that at least the share q of the events does not exceed.
INSERT INTO window_rows (view, view_name, day, window_start, window_end, key, ordinal, aggregate, stream_on_time, stream_final, batch, unexplained)
SELECT w.view, w.view_name, w.day, w.window_start, w.window_end, w.key, w.ordinal + q.permille, w.aggregate || '[' || q.name || ']', decimal_of(o.micros), decimal_of(f.micros), decimal_of(t.micros),
  CASE WHEN NOT w.expired THEN whole(CASE WHEN w.wrong OR r.broken IS NOT NULL THEN 1 ELSE 0 END) END
FROM approximate_windows w CROSS JOIN quantile_places q
LEFT JOIN (
  SELECT r.view, r.ordinal, r.window_start, r.window_end, r.key, p.permille, min(r.micros) AS micros
  FROM ({trueRanks}) r CROSS JOIN quantile_places p WHERE r.upto * 1000 >= p.permille * r.n
  GROUP BY r.view, r.ordinal, r.window_start, r.window_end, r.key, p.permille) t
  ON w.view = t.view AND w.ordinal = t.ordinal AND w.window_start = t.window_start AND w.window_end = t.window_end AND w.key = t.key AND q.permille = t.permille
LEFT JOIN (SELECT * FROM stream_parts WHERE part = 'quantile') o
  ON w.view = o.view AND w.window_start = o.window_start AND w.window_end = o.window_end AND w.window_end = o.mark AND w.key = o.key AND w.aggregate = o.aggregate AND q.permille = o.place
LEFT JOIN (SELECT * FROM stream_parts WHERE part = 'quantile') f
  ON w.view = f.view AND w.window_start = f.window_start AND w.window_end = f.window_end AND w.mark = f.mark AND w.key = f.key AND w.aggregate = f.aggregate AND q.permille = f.place
LEFT JOIN approximate_results r
  ON w.view = r.view AND w.ordinal = r.ordinal AND w.window_start = r.window_start AND w.window_end = r.window_end AND w.key = r.key AND q.permille = r.part
WHERE w.kind = 'quantiles';

-- The ten most frequent texts, and every other that the stream named or should have.
INSERT INTO window_rows (view, view_name, day, window_start, window_end, key, ordinal, aggregate, stream_on_time, stream_final, batch, unexplained)
SELECT w.view, w.view_name, w.day, w.window_start, w.window_end, w.key,
  w.ordinal + row_number() OVER (PARTITION BY w.view, w.ordinal, w.window_start, w.window_end, w.key ORDER BY coalesce(t.count, 0) DESC, n.text),
  w.aggregate || '[' || n.text || ']', o.estimate, i.estimate, whole(coalesce(t.count, 0)),
  CASE WHEN NOT w.expired THEN whole(CASE WHEN w.wrong OR x.broken IS NOT NULL THEN 1 ELSE 0 END) END
FROM approximate_windows w
JOIN (
  SELECT view, ordinal, window_start, window_end, key, text FROM (
    SELECT *, row_number() OVER (PARTITION BY view, ordinal, window_start, window_end, key ORDER BY count DESC, text) AS place FROM window_values WHERE text IS NOT NULL)
  WHERE place <= 10
  UNION SELECT view, ordinal, window_start, window_end, key, text FROM final_items
  UNION SELECT view, ordinal, window_start, window_end, key, text FROM top_items WHERE broken IS NOT NULL) n USING (view, ordinal, window_start, window_end, key)
LEFT JOIN window_values t USING (view, ordinal, window_start, window_end, key, text)
LEFT JOIN final_items i USING (view, ordinal, window_start, window_end, key, text)
LEFT JOIN top_items x USING (view, ordinal, window_start, window_end, key, text)
LEFT JOIN (SELECT * FROM stream_parts WHERE part = 'item') o
  ON w.view = o.view AND w.window_start = o.window_start AND w.window_end = o.window_end AND w.window_end = o.mark AND w.key = o.key AND w.aggregate = o.aggregate AND n.text = o.text
WHERE w.kind = 'top'

-- name: approximate.judged
-- Per view and aggregate: results, those beyond, and how many of them stand for themselves. Windows over the same texts, and
-- windows that share their events, miss together: so many results count as there are elements in all by those of one. A
-- sketch's quantiles miss together: they are one result, beyond if one of them is.
SELECT v.id, a.aggregate, a.kind, count(*) AS results, count(*) FILTER (beyond) AS beyond, max(e.elements) / greatest(1, avg(r.elements)) AS independent
FROM (
  SELECT view, ordinal, window_start, window_end, key, max(elements) AS elements, bool_or(beyond) AS beyond
  FROM approximate_results WHERE broken IS NULL GROUP BY view, ordinal, window_start, window_end, key) r
JOIN approximates a USING (view, ordinal) JOIN view_list v USING (view)
LEFT JOIN (
  SELECT view, ordinal, count(DISTINCT text) AS elements FROM final_values WHERE text IS NOT NULL GROUP BY view, ordinal
  UNION ALL SELECT view, ordinal, sum(count) FROM cell_values WHERE micros IS NOT NULL GROUP BY view, ordinal) e USING (view, ordinal)
WHERE a.kind <> 'top'
GROUP BY v.id, a.ordinal, a.aggregate, a.kind ORDER BY v.id, a.ordinal

-- name: approximate.figures
-- What the page shows, by day.
SELECT floor_div(r.window_end - 1, 86400000) AS day, v.id, a.aggregate, a.kind, count(*) AS results, count(*) FILTER (beyond) AS beyond,
  max(error) AS largest, sum(error) AS total, max(bound) AS bound
FROM approximate_results r JOIN approximates a USING (view, ordinal) JOIN view_list v USING (view)
GROUP BY day, v.id, a.ordinal, a.aggregate, a.kind ORDER BY day, v.id, a.ordinal

-- name: approximate.cellFaultRows
SELECT v.id, s.id AS shard, f.slice_start, f.slice_end, f.mark, f.early, f.key, f.aggregate, f.stream_n, f.n
FROM sketch_faults f JOIN view_list v USING (view) JOIN shard_list s USING (shard)
ORDER BY v.id, f.slice_start, f.mark, f.key, s.id, f.aggregate LIMIT {limit}

-- name: approximate.paneFaultRows
SELECT v.id, f.window_start, f.window_end, f.mark, f.key, f.aggregate, f.stream_n, f.n
FROM pane_number_faults f JOIN view_list v USING (view)
ORDER BY v.id, f.window_start, f.mark, f.key, f.aggregate LIMIT {limit}

-- name: approximate.brokenRows
SELECT v.id, r.window_start, r.window_end, f.mark, r.key, f.aggregate, r.broken
FROM approximate_results r JOIN final_numbers f USING (view, ordinal, window_start, window_end, key) JOIN view_list v USING (view)
WHERE r.broken IS NOT NULL ORDER BY v.id, r.window_start, r.key, f.ordinal, r.part LIMIT {limit}

-- name: approximate.faultCounts
SELECT (SELECT count(*) FROM sketch_faults) AS cells, (SELECT count(*) FROM pane_number_faults) AS panes, (SELECT count(*) FROM approximate_results WHERE broken IS NOT NULL) AS broken
