-- Stream against batch. Fault check: cells = replayed decisions, panes = merge of cells, one by one. Policy check: the
-- ledger of every window closes by causes that come from the decisions, never by subtraction.

-- name: reconcile.tables
CREATE TABLE stream_cells (view INTEGER, slice_start BIGINT, slice_end BIGINT, shard INTEGER, mark BIGINT, early BIGINT, key VARCHAR, count BIGINT, valued BIGINT, sum HUGEINT, min BIGINT, max BIGINT, first BIGINT, last BIGINT, sequence VARCHAR);

CREATE TABLE accepted_holes (view INTEGER, shard INTEGER, first VARCHAR, since BIGINT, until BIGINT);

-- Events that are older may have gone. A view is not here where none has.
CREATE TABLE all_there_since (view INTEGER, since BIGINT);

CREATE TABLE stream_panes (view INTEGER, window_start BIGINT, window_end BIGINT, mark BIGINT, early BIGINT, key VARCHAR, timing VARCHAR, index BIGINT, count BIGINT, valued BIGINT, sum HUGEINT, min BIGINT, max BIGINT, delta_count BIGINT, delta_valued BIGINT, delta_sum HUGEINT, delta_min BIGINT, delta_max BIGINT);

CREATE TABLE stream_sessions (view INTEGER, bucket BIGINT, mark BIGINT, key VARCHAR, window_start BIGINT, window_end BIGINT, first BIGINT, last BIGINT, timing VARCHAR, index BIGINT, count BIGINT, valued BIGINT, sum HUGEINT, min BIGINT, max BIGINT, delta_count BIGINT, delta_valued BIGINT, delta_sum HUGEINT, delta_min BIGINT, delta_max BIGINT, retracts VARCHAR, into_session VARCHAR);

CREATE TABLE stream_parts (view INTEGER, slice_start BIGINT, shard INTEGER, window_start BIGINT, window_end BIGINT, mark BIGINT, early BIGINT, key VARCHAR, aggregate VARCHAR, part VARCHAR, place INTEGER, text VARCHAR, n BIGINT, estimate DECIMAL(38, 9), lower DECIMAL(38, 9), upper DECIMAL(38, 9), error DECIMAL(38, 9), micros BIGINT);

CREATE TABLE quantile_places (permille INTEGER, name VARCHAR);

INSERT INTO quantile_places VALUES (500, '0.5'), (900, '0.9'), (950, '0.95'), (990, '0.99');

CREATE TABLE sketch_faults (view INTEGER, slice_start BIGINT, slice_end BIGINT, shard INTEGER, mark BIGINT, early BIGINT, key VARCHAR, aggregate VARCHAR, stream_n BIGINT, n BIGINT);

CREATE TABLE pane_numbers (view INTEGER, window_start BIGINT, window_end BIGINT, mark BIGINT, key VARCHAR, ordinal INTEGER, aggregate VARCHAR, kind VARCHAR, stream_n BIGINT, estimate DECIMAL(38, 9), lower DECIMAL(38, 9), upper DECIMAL(38, 9), error DECIMAL(38, 9), n BIGINT);

CREATE TABLE pane_number_faults AS SELECT * FROM pane_numbers;

CREATE TABLE final_numbers AS SELECT * FROM pane_numbers;

CREATE TABLE final_values (view INTEGER, ordinal INTEGER, window_start BIGINT, window_end BIGINT, key VARCHAR, text VARCHAR, micros BIGINT, count BIGINT);

CREATE TABLE approximate_results (view INTEGER, ordinal INTEGER, window_start BIGINT, window_end BIGINT, key VARCHAR, part INTEGER, elements BIGINT, error DOUBLE, bound DOUBLE, beyond BOOLEAN, broken VARCHAR)

-- name: reconcile.done
DROP TABLE IF EXISTS stream_cells;

DROP TABLE IF EXISTS stream_panes;

DROP TABLE IF EXISTS stream_sessions;

DROP TABLE IF EXISTS stream_parts;

DROP TABLE IF EXISTS quantile_places;

DROP TABLE IF EXISTS pane_numbers;

DROP TABLE IF EXISTS early_lowest;

DROP TABLE IF EXISTS replayed_cells;

DROP TABLE IF EXISTS window_marks;

DROP TABLE IF EXISTS replayed_panes;

DROP TABLE IF EXISTS published_panes;

DROP TABLE IF EXISTS published_early;

DROP TABLE IF EXISTS accepted_holes;

DROP TABLE IF EXISTS all_there_since;

DROP TABLE IF EXISTS accepted_cells;

DROP TABLE IF EXISTS accepted_windows;

DROP TABLE IF EXISTS uncovered_cells;

DROP TABLE IF EXISTS uncovered_windows;

DROP TABLE IF EXISTS expired_cells;

DROP TABLE IF EXISTS expired_panes;

DROP TABLE IF EXISTS causes;

DROP TABLE IF EXISTS on_time;

DROP TABLE IF EXISTS final;

DROP TABLE IF EXISTS replayed_final;

DROP TABLE IF EXISTS session_cells;

DROP TABLE IF EXISTS session_marks;

DROP TABLE IF EXISTS replayed_sessions;

DROP TABLE IF EXISTS withdrawn_sessions;

DROP TABLE IF EXISTS session_deltas;

DROP TABLE IF EXISTS replayed_session_items;

DROP TABLE IF EXISTS replayed_final_sessions;

DROP TABLE IF EXISTS session_causes;

DROP TABLE IF EXISTS window_values;

DROP TABLE IF EXISTS top_items;

DROP TABLE IF EXISTS final_items;

DROP TABLE IF EXISTS approximate_windows

-- name: reconcile.slices
-- The slices of the days' windows; of sessions the buckets that end in the days.
SELECT DISTINCT view, slice_start FROM window_cells
UNION ALL
SELECT DISTINCT c.view, c.slice_start FROM classed c SEMI JOIN session_views s ON c.view = s.view SEMI JOIN run_days d ON floor_div(c.slice_end - 1, 86400000) = d.day

-- name: reconcile.cells
-- The cells as the decisions make them, and every difference.
CREATE TABLE replayed_cells AS
SELECT c.view, c.slice_start, c.slice_end, c.shard, c.mark, c.early, c.key, sum(c.count) AS count, sum(c.valued) AS valued, sum(c.sum) AS sum, min(c.min) AS min, max(c.max) AS max, max(c.arrival) AS arrival, min(c.first) AS first, max(c.last) AS last
FROM (SELECT * FROM classed WHERE class IN ({class.applied}, {class.repeated})) c
SEMI JOIN ({reconcile.slices}) w ON c.view = w.view AND c.slice_start = w.slice_start
JOIN shard_limits l ON c.view = l.view AND c.shard = l.shard
WHERE c.mark <= l.upto
GROUP BY c.view, c.slice_start, c.slice_end, c.shard, c.mark, c.early, c.key;

CREATE TABLE cell_faults AS
SELECT coalesce(r.view, s.view) AS view, coalesce(r.slice_start, s.slice_start) AS slice_start, coalesce(r.slice_end, s.slice_end) AS slice_end,
       coalesce(r.shard, s.shard) AS shard, coalesce(r.mark, s.mark) AS mark, coalesce(r.early, s.early) AS early, coalesce(r.key, s.key) AS key, r.arrival,
       s.count AS stream_count, s.valued AS stream_valued, s.sum AS stream_sum, s.min AS stream_min, s.max AS stream_max, s.first AS stream_first, s.last AS stream_last, s.sequence AS stream_sequence,
       r.count AS count, r.valued AS valued, r.sum AS sum, r.min AS min, r.max AS max, r.first AS first, r.last AS last
FROM replayed_cells r
FULL OUTER JOIN (SELECT c.* FROM stream_cells c JOIN shard_limits l ON c.view = l.view AND c.shard = l.shard WHERE c.mark <= l.upto) s
  ON r.view = s.view AND r.slice_start = s.slice_start AND r.shard = s.shard AND r.mark = s.mark AND r.key = s.key
     AND coalesce(r.early, -1) = coalesce(s.early, -1)
WHERE r.count IS DISTINCT FROM s.count OR r.valued IS DISTINCT FROM s.valued OR r.sum IS DISTINCT FROM s.sum
   OR r.min IS DISTINCT FROM s.min OR r.max IS DISTINCT FROM s.max OR r.first IS DISTINCT FROM s.first OR r.last IS DISTINCT FROM s.last

-- name: reconcile.panes
-- The panes as the replayed cells make them, mark by mark, and every difference.
CREATE TABLE window_marks AS
SELECT c.*, greatest(c.window_end, c.mark) AS pane_mark, c.window_end + v.lateness AS final_mark, l.upto,
       CASE WHEN greatest(c.window_end, c.mark) = c.window_end AND {early.fired} THEN c.early END AS fired
FROM window_cells c JOIN view_list v USING (view) JOIN limits l USING (view) LEFT JOIN early_lowest e ON c.early = e.early;

CREATE TABLE replayed_panes AS
SELECT view, window_start, window_end, key, mark, early,
       CASE WHEN early IS NOT NULL THEN 'EARLY' WHEN mark = window_end THEN 'ON_TIME' ELSE 'LATE' END AS timing,
       row_number() OVER w - 1 AS index,
       sum(delta_count) OVER w AS count, sum(delta_valued) OVER w AS valued, sum(delta_sum) OVER w AS sum,
       min(delta_min) OVER w AS min, max(delta_max) OVER w AS max,
       delta_count, delta_valued, delta_sum, delta_min, delta_max, arrival
FROM (
  SELECT view, window_start, window_end, key, pane_mark AS mark, fired AS early, sum(count) AS delta_count, sum(valued) AS delta_valued,
         sum(sum) AS delta_sum, min(min) AS delta_min, max(max) AS delta_max, max(arrival) AS arrival
  FROM (SELECT * FROM window_marks WHERE class IN ({class.applied}, {class.repeated}) UNION ALL {early.empty})
  WHERE pane_mark <= final_mark AND (pane_mark <= upto OR fired IS NOT NULL)
  GROUP BY view, window_start, window_end, key, pane_mark, fired)
WINDOW w AS (PARTITION BY view, window_start, window_end, key ORDER BY mark, early NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW);

CREATE TABLE published_panes AS
SELECT p.* FROM stream_panes p JOIN limits l USING (view) WHERE p.early IS NULL AND p.mark <= l.upto;

CREATE TABLE published_early AS
SELECT p.* FROM stream_panes p JOIN limits l USING (view) WHERE p.early IS NOT NULL AND (p.window_end <= l.upto OR p.early <= l.early_upto);

CREATE TABLE pane_faults AS
SELECT coalesce(r.view, s.view) AS view, coalesce(r.window_start, s.window_start) AS window_start, coalesce(r.window_end, s.window_end) AS window_end,
       coalesce(r.mark, s.mark) AS mark, coalesce(r.early, s.early) AS early, coalesce(r.key, s.key) AS key,
       s.timing AS stream_timing, s.count AS stream_count, s.valued AS stream_valued, s.sum AS stream_sum, s.min AS stream_min, s.max AS stream_max,
       s.delta_count AS stream_delta_count, s.delta_sum AS stream_delta_sum,
       r.timing, r.count, r.valued, r.sum, r.min, r.max, r.delta_count, r.delta_sum, r.arrival,
       CAST(NULL AS BIGINT) AS item_start, CAST(NULL AS BIGINT) AS item_end, CAST(NULL AS VARCHAR) AS stream_text, CAST(NULL AS VARCHAR) AS text
FROM replayed_panes r
FULL OUTER JOIN (SELECT * FROM published_panes UNION ALL SELECT * FROM published_early) s
  ON r.view = s.view AND r.window_start = s.window_start AND r.window_end = s.window_end AND r.mark = s.mark AND r.key = s.key
     AND coalesce(r.early, -1) = coalesce(s.early, -1)
WHERE r.count IS DISTINCT FROM s.count OR r.valued IS DISTINCT FROM s.valued OR r.sum IS DISTINCT FROM s.sum
   OR r.min IS DISTINCT FROM s.min OR r.max IS DISTINCT FROM s.max OR r.timing IS DISTINCT FROM s.timing
   OR r.index IS DISTINCT FROM s.index OR r.delta_count IS DISTINCT FROM s.delta_count OR r.delta_valued IS DISTINCT FROM s.delta_valued
   OR r.delta_sum IS DISTINCT FROM s.delta_sum OR r.delta_min IS DISTINCT FROM s.delta_min OR r.delta_max IS DISTINCT FROM s.delta_max

-- name: reconcile.accept
-- Cells that differ, and that records of an accepted hole may have gone into: those of its shard and the shard's descendants that
-- were written at the hole or behind it, or that the stream does not have and something went into that arrived since; of slices
-- that begin before what came right behind the hole had been told from its repetitions.
CREATE TABLE accepted_cells AS
SELECT DISTINCT f.view, f.slice_start, f.slice_end, f.shard, f.key FROM cell_faults f JOIN accepted_holes h ON f.view = h.view AND f.shard = h.shard
WHERE f.slice_start < h.until AND CASE WHEN f.stream_sequence IS NULL THEN f.arrival >= h.since ELSE f.stream_sequence >= h.first END;

DELETE FROM cell_faults WHERE EXISTS (
  SELECT 1 FROM accepted_cells a WHERE a.view = cell_faults.view AND a.slice_start = cell_faults.slice_start AND a.shard = cell_faults.shard AND a.key = cell_faults.key);

CREATE TABLE accepted_windows AS
SELECT DISTINCT w.view, w.window_start, w.window_end, w.key
FROM (
  SELECT view, window_start, window_end, key FROM published_panes
  UNION SELECT view, window_start, window_end, key FROM replayed_panes
  UNION SELECT view, window_start, window_end, key FROM window_cells
  UNION SELECT view, window_start, window_end, key FROM stream_sessions
  UNION SELECT view, first, window_end, key FROM session_truth) w
JOIN accepted_cells a ON w.view = a.view AND w.key = a.key AND w.window_start < a.slice_end AND a.slice_start < w.window_end;

-- Of a session that the hole has cut the parts on either side are the stream's one session.
INSERT INTO accepted_windows
SELECT DISTINCT t.view, t.first, t.window_end, t.key
FROM session_truth t JOIN accepted_windows a ON t.view = a.view AND t.key = a.key AND t.first < a.window_end AND a.window_start < t.window_end
ANTI JOIN accepted_windows b ON t.view = b.view AND t.key = b.key AND t.first = b.window_start AND t.window_end = b.window_end

-- name: reconcile.uncover
-- Windows with an event from before their view was in force, or of an accepted hole, are not compared, nor are the cells of
-- such events; nor are windows and cells from where events have gone.
CREATE TABLE uncovered_cells AS
SELECT DISTINCT view, slice_start, key FROM classed WHERE class = {class.notCovered}
UNION SELECT view, slice_start, key FROM accepted_cells
UNION
SELECT c.view, c.slice_start, c.key
FROM (SELECT view, slice_start, key FROM classed UNION ALL SELECT view, slice_start, key FROM stream_cells) c
JOIN all_there_since g ON c.view = g.view AND c.slice_start < g.since;

CREATE TABLE uncovered_windows AS
SELECT view, window_start, window_end, key FROM window_cells WHERE class = {class.notCovered}
UNION
SELECT t.view, t.first, t.window_end, t.key
FROM session_truth t JOIN classed c ON t.view = c.view AND t.key = c.key AND c.first <= t.last AND t.first <= c.last
WHERE c.class = {class.notCovered}
UNION
SELECT view, window_start, window_end, key FROM accepted_windows
UNION
SELECT w.view, w.window_start, w.window_end, w.key
FROM (
  SELECT view, window_start, window_end, key FROM published_panes
  UNION ALL SELECT view, window_start, window_end, key FROM published_early
  UNION ALL SELECT view, window_start, window_end, key FROM replayed_panes
  UNION ALL SELECT view, window_start, window_end, key FROM window_cells
  UNION ALL SELECT view, window_start, window_end, key FROM truth
  UNION ALL SELECT view, window_start, window_end, key FROM stream_sessions
  UNION ALL SELECT view, first, window_end, key FROM session_truth) w
JOIN all_there_since g ON w.view = g.view AND w.window_start < g.since;

DELETE FROM cell_faults WHERE EXISTS (
  SELECT 1 FROM uncovered_cells u WHERE u.view = cell_faults.view AND u.slice_start = cell_faults.slice_start AND u.key = cell_faults.key);

DELETE FROM pane_faults WHERE EXISTS (
  SELECT 1 FROM uncovered_windows u WHERE u.view = pane_faults.view AND u.key = pane_faults.key
    AND CASE WHEN pane_faults.item_start IS NULL THEN u.window_start = pane_faults.window_start AND u.window_end = pane_faults.window_end
             ELSE u.window_start < pane_faults.window_end AND pane_faults.window_start < u.window_end END)

-- name: reconcile.expire
-- What the stream keeps no longer cannot be compared: items that are missing, although the archive has their events, and
-- old enough to have been deleted by their time to live. They are no faults.
CREATE TABLE expired_cells AS SELECT view, slice_start, slice_end FROM cell_faults WHERE stream_count IS NULL AND arrival < {before};

DELETE FROM cell_faults WHERE stream_count IS NULL AND arrival < {before};

CREATE TABLE expired_panes AS SELECT DISTINCT view, window_start, window_end, key FROM pane_faults WHERE stream_count IS NULL AND arrival < {before};

DELETE FROM pane_faults WHERE stream_count IS NULL AND arrival < {before}

-- name: reconcile.expiredDays
SELECT DISTINCT floor_div(slice_end - 1, 86400000) AS day FROM expired_cells
UNION SELECT DISTINCT floor_div(window_end - 1, 86400000) FROM expired_panes

-- name: reconcile.parts
-- What the stream published of each window and key, and the causes between that and the batch.
CREATE TABLE causes AS
SELECT view, window_start, window_end, key,
  sum(CASE WHEN class = {class.collected} OR (class = {class.applied} AND pane_mark > final_mark) THEN count ELSE 0 END) AS late_beyond,
  sum(CASE WHEN class = {class.collected} OR (class = {class.applied} AND pane_mark > final_mark) THEN sum END) AS late_beyond_sum,
  sum(CASE WHEN class = {class.applied} AND pane_mark <= final_mark AND coalesce(pane_mark > upto, true) THEN count ELSE 0 END) AS open,
  sum(CASE WHEN class = {class.applied} AND pane_mark <= final_mark AND coalesce(pane_mark > upto, true) THEN sum END) AS open_sum,
  sum(CASE WHEN class = {class.repeated} AND pane_mark <= final_mark AND pane_mark <= upto THEN count WHEN class = {class.collision} THEN -count ELSE 0 END) AS duplicate,
  sum(CASE WHEN class = {class.repeated} AND pane_mark <= final_mark AND pane_mark <= upto THEN sum WHEN class = {class.collision} THEN -sum END) AS duplicate_sum,
  sum(CASE WHEN class = {class.quarantined} THEN count ELSE 0 END) AS quarantined,
  sum(CASE WHEN class = {class.quarantined} THEN sum END) AS quarantined_sum,
  sum(CASE WHEN class = {class.skipped} THEN count ELSE 0 END) AS skipped,
  sum(CASE WHEN class = {class.skipped} THEN sum END) AS skipped_sum
FROM window_marks WHERE class <> {class.duplicate} AND class <> {class.notProcessed}
GROUP BY view, window_start, window_end, key;

CREATE TABLE on_time AS
SELECT view, window_start, window_end, key, count, valued, sum, min, max FROM published_panes WHERE mark = window_end;

CREATE TABLE final AS
SELECT p.view, p.window_start, p.window_end, p.key, p.count, p.valued, p.sum, p.min, p.max, CAST(NULL AS BIGINT) AS sessions, p.mark
FROM published_panes p JOIN view_list v USING (view)
WHERE p.mark <= p.window_end + v.lateness
QUALIFY row_number() OVER (PARTITION BY p.view, p.window_start, p.window_end, p.key ORDER BY p.mark DESC) = 1;

CREATE TABLE replayed_final AS
SELECT view, window_start, window_end, key, count, valued, sum, min, max FROM replayed_panes WHERE early IS NULL
QUALIFY row_number() OVER (PARTITION BY view, window_start, window_end, key ORDER BY mark DESC) = 1

-- name: reconcile.windows
-- One row a view, window and key: what the stream published, what batch says, and the causes between.
CREATE TABLE windows AS
SELECT k.view, k.window_start, k.window_end, k.key, floor_div(k.window_end - 1, 86400000) AS day,
  o.count AS on_time_count, o.valued AS on_time_valued, o.sum AS on_time_sum, o.min AS on_time_min, o.max AS on_time_max,
  f.count AS final_count, f.valued AS final_valued, f.sum AS final_sum, f.min AS final_min, f.max AS final_max,
  b.count AS batch_count, b.valued AS batch_valued, b.sum AS batch_sum, b.min AS batch_min, b.max AS batch_max,
  r.count AS replayed_count, r.valued AS replayed_valued, r.sum AS replayed_sum, r.min AS replayed_min, r.max AS replayed_max,
  coalesce(c.late_beyond, 0) AS late_beyond, coalesce(c.late_beyond_sum, 0) AS late_beyond_sum,
  coalesce(c.duplicate, 0) AS duplicate, coalesce(c.duplicate_sum, 0) AS duplicate_sum,
  coalesce(c.quarantined, 0) AS quarantined, coalesce(c.quarantined_sum, 0) AS quarantined_sum,
  coalesce(c.skipped, 0) AS skipped, coalesce(c.skipped_sum, 0) AS skipped_sum,
  coalesce(c.open, 0) AS open, coalesce(c.open_sum, 0) AS open_sum,
  CASE WHEN e.view IS NULL AND n.view IS NULL THEN coalesce(b.count, 0) - (coalesce(f.count, 0) - coalesce(c.duplicate, 0) + coalesce(c.late_beyond, 0) + coalesce(c.quarantined, 0) + coalesce(c.skipped, 0) + coalesce(c.open, 0)) END AS unexplained_count,
  CASE WHEN e.view IS NULL AND n.view IS NULL THEN coalesce(b.sum, 0) - (coalesce(f.sum, 0) - coalesce(c.duplicate_sum, 0) + coalesce(c.late_beyond_sum, 0) + coalesce(c.quarantined_sum, 0) + coalesce(c.skipped_sum, 0) + coalesce(c.open_sum, 0)) END AS unexplained_sum, e.view IS NOT NULL AS expired,
  n.view IS NOT NULL AS not_covered, h.view IS NOT NULL AS accepted, coalesce(k.window_start < g.since, false) AS gone,
  CASE WHEN s.view IS NOT NULL THEN coalesce(f.sessions, 0) END AS stream_sessions
FROM (
  SELECT view, window_start, window_end, key FROM truth
  UNION SELECT view, window_start, window_end, key FROM causes
  UNION SELECT view, window_start, window_end, key FROM published_panes
  UNION SELECT view, window_start, window_end, key FROM final
  UNION SELECT view, window_start, window_end, key FROM on_time) k
LEFT JOIN on_time o USING (view, window_start, window_end, key)
LEFT JOIN final f USING (view, window_start, window_end, key)
LEFT JOIN truth b USING (view, window_start, window_end, key)
LEFT JOIN replayed_final r USING (view, window_start, window_end, key)
LEFT JOIN causes c USING (view, window_start, window_end, key)
LEFT JOIN expired_panes e USING (view, window_start, window_end, key)
LEFT JOIN uncovered_windows n USING (view, window_start, window_end, key)
LEFT JOIN accepted_windows h USING (view, window_start, window_end, key)
LEFT JOIN session_views s ON k.view = s.view
LEFT JOIN all_there_since g ON k.view = g.view

-- name: reconcile.rows
-- The same, one row an aggregate: what windows.csv has.
CREATE TABLE window_rows AS
SELECT w.view, v.name AS view_name, w.day, w.window_start, w.window_end, w.key, a.ordinal, a.aggregate,
  CASE a.aggregate WHEN 'count' THEN whole(coalesce(on_time_count, 0)) WHEN 'sum' THEN decimal_of(on_time_sum) WHEN 'min' THEN decimal_of(on_time_min) WHEN 'max' THEN decimal_of(on_time_max) WHEN 'mean' THEN mean_of(on_time_sum, on_time_valued) END AS stream_on_time,
  CASE a.aggregate WHEN 'count' THEN whole(coalesce(final_count, 0)) WHEN 'sum' THEN decimal_of(final_sum) WHEN 'min' THEN decimal_of(final_min) WHEN 'max' THEN decimal_of(final_max) WHEN 'mean' THEN mean_of(final_sum, final_valued) END AS stream_final,
  CASE a.aggregate WHEN 'count' THEN whole(coalesce(batch_count, 0)) WHEN 'sum' THEN decimal_of(batch_sum) WHEN 'min' THEN decimal_of(batch_min) WHEN 'max' THEN decimal_of(batch_max) WHEN 'mean' THEN mean_of(batch_sum, batch_valued) END AS batch,
  CASE a.aggregate WHEN 'count' THEN whole(late_beyond) WHEN 'sum' THEN decimal_of(late_beyond_sum) END AS late_beyond,
  CASE a.aggregate WHEN 'count' THEN whole(duplicate) WHEN 'sum' THEN decimal_of(duplicate_sum) END AS duplicate,
  CASE a.aggregate WHEN 'count' THEN whole(quarantined) WHEN 'sum' THEN decimal_of(quarantined_sum) END AS quarantined,
  CASE a.aggregate WHEN 'count' THEN whole(skipped) WHEN 'sum' THEN decimal_of(skipped_sum) END AS skipped,
  CASE a.aggregate WHEN 'count' THEN whole(open) WHEN 'sum' THEN decimal_of(open_sum) END AS open,
  CASE WHEN w.expired OR w.not_covered THEN NULL WHEN a.aggregate = 'count' THEN whole(unexplained_count) WHEN a.aggregate = 'sum' THEN decimal_of(unexplained_sum)
    WHEN a.aggregate = 'min' THEN whole(CASE WHEN final_min IS DISTINCT FROM replayed_min THEN 1 ELSE 0 END)
    WHEN a.aggregate = 'max' THEN whole(CASE WHEN final_max IS DISTINCT FROM replayed_max THEN 1 ELSE 0 END)
    WHEN a.aggregate = 'mean' THEN whole(CASE WHEN mean_of(final_sum, final_valued) IS DISTINCT FROM mean_of(replayed_sum, replayed_valued) THEN 1 ELSE 0 END) END AS unexplained,
  w.stream_sessions
FROM windows w JOIN view_list v USING (view) JOIN aggregates a USING (view)

-- name: reconcile.cellFaultRows
SELECT v.id, s.id AS shard, f.* EXCLUDE (view, shard) FROM cell_faults f JOIN view_list v USING (view) JOIN shard_list s USING (shard)
ORDER BY v.id, f.slice_start, f.mark, f.key, s.id LIMIT {limit}

-- name: reconcile.paneFaultRows
SELECT v.id, f.* EXCLUDE (view) FROM pane_faults f JOIN view_list v USING (view)
ORDER BY v.id, f.window_start, f.mark, f.early NULLS LAST, f.key LIMIT {limit}

-- name: reconcile.ledgerFaultRows
SELECT v.id, w.window_start, w.window_end, w.key, string_agg(w.aggregate || ' ' || plain(w.unexplained), ', ' ORDER BY w.ordinal) AS unexplained
FROM window_rows w JOIN view_list v USING (view) WHERE w.unexplained <> 0
GROUP BY v.id, w.window_start, w.window_end, w.key ORDER BY v.id, w.window_start, w.key LIMIT {limit}

-- name: reconcile.timeFaultRows
SELECT a.device_id, a.id, s.id AS shard, r.sequence, a.envelope, a.event, a.event_time, a.true_time, a.quality, a.true_quality, a.occurred_at, a.sent_at, a.received_at
FROM {occurrences} a JOIN {recordRows} r ON a.rec = r.rec JOIN shard_list s ON a.shard = s.shard
WHERE a.time_fault AND a.true_time >= {from} AND a.true_time < {to} ORDER BY a.rec, a.pos LIMIT {limit}

-- name: reconcile.faultCounts
SELECT (SELECT count(*) FROM cell_faults) AS cells, (SELECT count(*) FROM pane_faults) AS panes,
  (SELECT count(*) FROM (SELECT DISTINCT view, window_start, window_end, key FROM window_rows WHERE unexplained <> 0)) AS ledgers
