-- Sessions: runs of one device's events, parted by silence. The truth is a sort and a sweep over events; beside it stand
-- the stream's sessions, from the replayed cells of buckets, mark by mark (docs/report.md, "Sessions").
-- {gap} is the silence; two events are one session where the later comes less than {joins} after the earlier: the gap, or
-- one millisecond more where events exactly one gap apart belong together.

-- name: sessions.chains
-- Runs of all that matches, by either time, whatever becomes of it: every session, of either layer, lies inside one.
SELECT min(first) AS first, max(last) AS last, min(fresh) AS fresh FROM (
  SELECT *, sum(starts) OVER (PARTITION BY key ORDER BY first, last ROWS UNBOUNDED PRECEDING) AS chain FROM (
    SELECT key, first, last, fresh,
           CASE WHEN first - max(last) OVER (PARTITION BY key ORDER BY first, last ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) < {joins} THEN 0 ELSE 1 END AS starts
    FROM (
      SELECT key, floor_div(time, {gap}) AS bucket, min(time) AS first, max(time) AS last, min(CASE WHEN is_new THEN time END) AS fresh
      FROM (
        SELECT {key} AS key, {time} AS time, {isNew} AS is_new FROM {occurrences} WHERE {match} AND {time} >= {from} AND {time} < {to}
        UNION ALL
        SELECT {key} AS key, {trueTime} AS time, {isNew} FROM {occurrences} WHERE {match} AND {trueTime} >= {from} AND {trueTime} < {to} AND {trueTime} <> {time})
      WHERE {keyFits}
      GROUP BY key, bucket)))
GROUP BY key, chain

-- name: sessions.newRuns
-- Of runs that something new is in: the days from that of the new event on which a session in it can end, and whether more
-- may follow behind the edge of what is read. A session that ended where it comes is on the day of one millisecond before,
-- where events exactly one gap apart belong together.
SELECT DISTINCT floor_div(fresh - ({joins} - {gap}), 86400000) AS first_day, floor_div(last + {gap} - 1, 86400000) AS last_day, last + {joins} > {to} AS open
FROM ({sessions.chains}) WHERE fresh IS NOT NULL

-- name: sessions.openAtTheEdge
-- Whether a chain that may hold a session of the days begins so close behind the edge that it may have begun before it.
SELECT count(*) > 0 FROM ({sessions.chains})
WHERE first < {from} + {joins}
  AND floor_div(last + {gap} - 1, 86400000) >= {day} AND floor_div(first + {gap} - 1, 86400000) <= {day}

-- name: sessions.truth
INSERT INTO session_truth
SELECT {view}, key, min(time), max(time), max(time) + {gap}, count(*), count(micros), sum(micros), min(micros), max(micros)
FROM (
  SELECT *, sum(starts) OVER (PARTITION BY key ORDER BY time, rec, pos ROWS UNBOUNDED PRECEDING) AS session FROM (
    SELECT *, CASE WHEN time - lag(time) OVER (PARTITION BY key ORDER BY time, rec, pos) < {joins} THEN 0 ELSE 1 END AS starts
    FROM (
      SELECT {key} AS key, {trueTime} AS time, micros, rec, pos
      FROM {occurrences} WHERE first AND {match} AND {trueTime} >= {from} AND {trueTime} < {to})
    WHERE {keyFits}))
GROUP BY key, session;

INSERT INTO truth
SELECT view, first, window_end, key, count, valued, sum, min, max
FROM session_truth t SEMI JOIN run_days d ON floor_div(t.window_end - 1, 86400000) = d.day
WHERE view = {view}

-- name: sessions.placed
-- Each occurrence in its bucket, under its mark: marks begin one gap after the bucket.
SELECT *, CASE WHEN wm_before IS NULL OR wm_before < slice_end + {gap} THEN slice_end + {gap}
               ELSE slice_end + {gap} + {q} * ((wm_before - slice_end - {gap}) // {q} + 1) END AS mark
FROM (
  SELECT *, floor_div({time}, {gap}) * {gap} AS slice_start, (floor_div({time}, {gap}) + 1) * {gap} AS slice_end
  FROM ({recompute.counted})
  WHERE {keyFits})

-- name: sessions.replay
-- What the stream made of it. The marks that can show something new are those of late cells, and the close of each bucket
-- that no later one joins on time.
CREATE TABLE session_cells AS
SELECT *, sum(starts) OVER (PARTITION BY view, key ORDER BY slice_start, mark ROWS UNBOUNDED PRECEDING) AS chain FROM (
  SELECT *, CASE WHEN slice_start = lag(slice_start) OVER w
                   OR min(first) OVER (PARTITION BY view, key, slice_start) - max(last) OVER (PARTITION BY view, key ORDER BY slice_start RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) < joins THEN 0 ELSE 1 END AS starts
  FROM (
    SELECT c.view, c.key, c.slice_start, c.slice_end, c.mark, s.gap, s.joins, v.lateness, l.upto,
           min(c.first) AS first, max(c.last) AS last, sum(c.count) AS count, sum(c.valued) AS valued, sum(c.sum) AS sum, min(c.min) AS min, max(c.max) AS max, max(c.arrival) AS arrival
    FROM classed c JOIN session_views s USING (view) JOIN view_list v USING (view) JOIN limits l USING (view)
    WHERE c.class IN ({class.applied}, {class.repeated}) AND c.mark <= c.slice_end + s.gap + v.lateness
    GROUP BY c.view, c.key, c.slice_start, c.slice_end, c.mark, s.gap, s.joins, v.lateness, l.upto)
  WINDOW w AS (PARTITION BY view, key ORDER BY slice_start, mark));

CREATE TABLE session_marks AS
SELECT DISTINCT view, key, chain, mark FROM (
  SELECT view, key, chain, mark FROM session_cells WHERE mark > slice_end + gap AND mark <= upto
  UNION ALL
  SELECT b.view, b.key, b.chain, b.slice_end + 2 * b.gap
  FROM (
    SELECT view, key, chain, slice_end, gap, joins, upto, max(last) AS last
    FROM session_cells WHERE mark <= slice_end + 2 * gap GROUP BY view, key, chain, slice_end, gap, joins, upto
) b
  LEFT JOIN session_cells n ON b.view = n.view AND b.key = n.key AND b.slice_end = n.slice_start AND n.mark = n.slice_end + n.gap AND n.first - b.last < b.joins
  WHERE n.view IS NULL AND b.slice_end + 2 * b.gap <= b.upto);

-- The sessions at each of these marks, as far as they are published there.
CREATE TABLE replayed_sessions AS
SELECT *, CASE WHEN mark = close THEN 'ON_TIME' ELSE 'LATE' END AS timing FROM (
  SELECT view, key, chain, mark, min(slice_start) AS first_bucket, max(slice_start) AS bucket, max(slice_end) + 2 * gap AS close, lateness, min(first) AS first, max(last) AS last, max(last) + gap AS window_end,
         sum(count) AS count, sum(valued) AS valued, sum(sum) AS sum, min(min) AS min, max(max) AS max, max(fresh) AS fresh, max(arrival) AS arrival
  FROM (
    SELECT *, sum(starts) OVER (PARTITION BY view, key, chain, mark ORDER BY slice_start ROWS UNBOUNDED PRECEDING) AS session FROM (
      SELECT *, CASE WHEN first - lag(last) OVER (PARTITION BY view, key, chain, mark ORDER BY slice_start) < joins THEN 0 ELSE 1 END AS starts
      FROM (
        SELECT m.view, m.key, m.chain, m.mark, c.slice_start, c.slice_end, c.gap, c.joins, c.lateness, min(c.first) AS first, max(c.last) AS last,
               sum(c.count) AS count, sum(c.valued) AS valued, sum(c.sum) AS sum, min(c.min) AS min, max(c.max) AS max,
               max(CASE WHEN c.mark = m.mark THEN 1 ELSE 0 END) AS fresh, max(c.arrival) AS arrival
        FROM session_marks m JOIN session_cells c ON m.view = c.view AND m.key = c.key AND m.chain = c.chain AND c.mark <= m.mark
        GROUP BY m.view, m.key, m.chain, m.mark, c.slice_start, c.slice_end, c.gap, c.joins, c.lateness)))
  GROUP BY view, key, chain, mark, session, gap, lateness)
WHERE mark = close OR (mark > close AND mark <= close + lateness AND fresh = 1);

-- Each session that a later one holds is withdrawn by the first of these.
CREATE TABLE withdrawn_sessions AS
SELECT p.view, p.key, p.first_bucket, p.bucket, p.mark, p.first, p.last, p.window_end, n.mark AS by_mark, n.bucket AS by_bucket, n.first AS by_first, n.last AS by_last, n.window_end AS by_end, n.arrival
FROM replayed_sessions p JOIN replayed_sessions n
  ON p.view = n.view AND p.key = n.key AND p.chain = n.chain AND n.mark > p.mark AND n.first <= p.first AND p.last <= n.last
QUALIFY row_number() OVER (PARTITION BY p.view, p.key, p.bucket, p.mark ORDER BY n.mark) = 1

-- name: sessions.items
-- The items that there must be: a pane for each session, and one for each that is withdrawn under another last bucket.
-- A pane adds what lies in cells that none of those held which it withdraws or follows.
CREATE TABLE session_deltas AS
SELECT r.view, r.key, r.bucket, r.mark, sum(c.count) AS delta_count, sum(c.valued) AS delta_valued, sum(c.sum) AS delta_sum, min(c.min) AS delta_min, max(c.max) AS delta_max
FROM replayed_sessions r
JOIN session_cells c ON r.view = c.view AND r.key = c.key AND r.chain = c.chain AND c.slice_start >= r.first_bucket AND c.slice_start <= r.bucket AND c.mark <= r.mark
ANTI JOIN withdrawn_sessions w
  ON r.view = w.view AND r.key = w.key AND r.mark = w.by_mark AND r.bucket = w.by_bucket AND c.slice_start >= w.first_bucket AND c.slice_start <= w.bucket AND c.mark <= w.mark
GROUP BY r.view, r.key, r.bucket, r.mark;

CREATE TABLE replayed_session_items AS
SELECT *, row_number() OVER (PARTITION BY view, key, bucket ORDER BY mark) - 1 AS index FROM (
SELECT r.view, r.bucket, r.mark, r.key, r.first AS window_start, r.window_end, r.first, r.last, r.timing, r.count, r.valued, r.sum, r.min, r.max,
       coalesce(e.delta_count, 0) AS delta_count, coalesce(e.delta_valued, 0) AS delta_valued, e.delta_sum, e.delta_min, e.delta_max,
       coalesce(w.retracts, '') AS retracts, '' AS into_session, r.arrival
FROM replayed_sessions r LEFT JOIN session_deltas e USING (view, key, bucket, mark) LEFT JOIN (
  SELECT view, key, by_mark, by_bucket, string_agg(session, ' ' ORDER BY session) AS retracts
  FROM (
    SELECT DISTINCT view, key, by_mark, by_bucket, iso(first) || '/' || iso(window_end) AS session
    FROM withdrawn_sessions WHERE first <> by_first OR last <> by_last)
  GROUP BY view, key, by_mark, by_bucket) w
  ON r.view = w.view AND r.key = w.key AND r.mark = w.by_mark AND r.bucket = w.by_bucket
UNION ALL
SELECT view, bucket, by_mark, key, first, window_end, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', iso(by_first) || '/' || iso(by_end), max(arrival)
FROM withdrawn_sessions WHERE bucket <> by_bucket
GROUP BY view, bucket, by_mark, key, first, window_end, by_first, by_end);

INSERT INTO pane_faults
SELECT coalesce(r.view, s.view), coalesce(r.window_start, s.window_start), coalesce(r.window_end, s.window_end), coalesce(r.mark, s.mark), NULL, coalesce(r.key, s.key),
       s.timing, CASE WHEN s.view IS NULL THEN NULL ELSE coalesce(s.count, 0) END, s.valued, s.sum, s.min, s.max, s.delta_count, s.delta_sum,
       r.timing, CASE WHEN r.view IS NULL THEN NULL ELSE coalesce(r.count, 0) END, r.valued, r.sum, r.min, r.max, r.delta_count, r.delta_sum, r.arrival,
       coalesce(r.bucket, s.bucket), coalesce(r.bucket, s.bucket) + v.gap,
       {sessions.text} AS stream_text, {sessions.replayedText} AS text
FROM replayed_session_items r
FULL OUTER JOIN (SELECT x.* FROM stream_sessions x JOIN limits l USING (view) WHERE x.mark <= l.upto) s
  ON r.view = s.view AND r.bucket = s.bucket AND r.mark = s.mark AND r.key = s.key
JOIN session_views v ON coalesce(r.view, s.view) = v.view
SEMI JOIN run_days d ON floor_div(coalesce(r.window_end, s.window_end) - 1, 86400000) = d.day
WHERE r.view IS NULL OR s.view IS NULL OR r.window_start IS DISTINCT FROM s.window_start OR r.window_end IS DISTINCT FROM s.window_end
   OR r.first IS DISTINCT FROM s.first OR r.last IS DISTINCT FROM s.last OR r.timing IS DISTINCT FROM s.timing
   OR r.count IS DISTINCT FROM s.count OR r.valued IS DISTINCT FROM s.valued OR r.sum IS DISTINCT FROM s.sum OR r.min IS DISTINCT FROM s.min OR r.max IS DISTINCT FROM s.max
   OR r.index IS DISTINCT FROM s.index OR r.delta_count IS DISTINCT FROM s.delta_count OR r.delta_valued IS DISTINCT FROM s.delta_valued OR r.delta_sum IS DISTINCT FROM s.delta_sum
   OR r.delta_min IS DISTINCT FROM s.delta_min OR r.delta_max IS DISTINCT FROM s.delta_max OR r.retracts IS DISTINCT FROM s.retracts OR r.into_session IS DISTINCT FROM s.into_session

-- name: sessions.text
'session ' || iso(s.window_start) || '/' || iso(s.window_end) || CASE WHEN s.into_session <> '' THEN ', withdrawn by ' || s.into_session ELSE '' END || CASE WHEN s.retracts <> '' THEN ', withdraws ' || s.retracts ELSE '' END

-- name: sessions.replayedText
'session ' || iso(r.window_start) || '/' || iso(r.window_end) || CASE WHEN r.into_session <> '' THEN ', withdrawn by ' || r.into_session ELSE '' END || CASE WHEN r.retracts <> '' THEN ', withdraws ' || r.retracts ELSE '' END

-- name: sessions.parts
-- The stream's sessions as rows of the ledger: in that of the batch's session around them, else in one of their own.
-- What a reader finds: of each last bucket and key the latest item, unless that withdraws it.
CREATE TABLE final_sessions AS
SELECT f.*, coalesce(t.first, f.first) AS row_start, coalesce(t.window_end, f.window_end) AS row_end FROM (
  SELECT s.* FROM stream_sessions s JOIN limits l USING (view) WHERE s.mark <= l.upto
  QUALIFY row_number() OVER (PARTITION BY s.view, s.bucket, s.key ORDER BY s.mark DESC) = 1) f
LEFT JOIN session_truth t ON f.view = t.view AND f.key = t.key AND t.first <= f.first AND f.last <= t.last
WHERE f.into_session = '';

INSERT INTO final
SELECT view, row_start, row_end, key, sum(count), sum(valued), sum(sum), min(min), max(max), count(*), max(mark)
FROM final_sessions f SEMI JOIN run_days d ON floor_div(f.row_end - 1, 86400000) = d.day
GROUP BY view, row_start, row_end, key;

CREATE TABLE replayed_final_sessions AS
SELECT r.*, coalesce(t.first, r.first) AS row_start, coalesce(t.window_end, r.window_end) AS row_end
FROM replayed_sessions r
LEFT JOIN session_truth t ON r.view = t.view AND r.key = t.key AND t.first <= r.first AND r.last <= t.last
ANTI JOIN withdrawn_sessions w ON r.view = w.view AND r.key = w.key AND r.bucket = w.bucket AND r.mark = w.mark;

INSERT INTO replayed_final
SELECT view, row_start, row_end, key, sum(count), sum(valued), sum(sum), min(min), max(max)
FROM replayed_final_sessions f SEMI JOIN run_days d ON floor_div(f.row_end - 1, 86400000) = d.day
GROUP BY view, row_start, row_end, key;

-- On time counts each event once: a session on time inside a later one on time is part of that.
INSERT INTO on_time
SELECT o.view, coalesce(t.first, o.first) AS row_start, coalesce(t.window_end, o.window_end) AS row_end, o.key, sum(o.count), sum(o.valued), sum(o.sum), min(o.min), max(o.max)
FROM (SELECT s.* FROM stream_sessions s JOIN limits l USING (view) WHERE s.mark <= l.upto AND s.timing = 'ON_TIME') o
LEFT JOIN session_truth t ON o.view = t.view AND o.key = t.key AND t.first <= o.first AND o.last <= t.last
ANTI JOIN (SELECT * FROM stream_sessions WHERE timing = 'ON_TIME') n ON o.view = n.view AND o.key = n.key AND n.mark > o.mark AND n.first <= o.first AND o.last <= n.last
WHERE floor_div(coalesce(t.window_end, o.window_end) - 1, 86400000) IN (SELECT day FROM run_days)
GROUP BY 1, 2, 3, 4;

-- Each cell in the row of the batch's session at its time, and beside it the row of the stream's session that took it.
-- A repeated occurrence that joined sessions carries first ones into its row: these are `duplicate` there, and less than
-- nothing in the row that they come from.
CREATE TABLE session_causes AS
SELECT c.view, c.key, c.class, c.count, c.sum, c.mark <= c.slice_end + s.gap + v.lateness AS in_time,
       coalesce(t.first, f.row_start) AS row_start, coalesce(t.window_end, f.row_end) AS row_end, f.row_start AS taken_start, f.row_end AS taken_end
FROM classed c JOIN session_views s USING (view) JOIN view_list v USING (view)
LEFT JOIN session_truth t ON c.view = t.view AND c.key = t.key AND t.first <= c.first AND c.first <= t.last
LEFT JOIN replayed_final_sessions f
  ON c.view = f.view AND c.key = f.key AND f.first <= c.first AND c.last <= f.last AND c.class IN ({class.applied}, {class.repeated}) AND c.mark <= c.slice_end + s.gap + v.lateness AND c.mark <= f.mark
WHERE c.class NOT IN ({class.duplicate}, {class.notProcessed});

INSERT INTO causes
SELECT view, row_start, row_end, key, sum(late_beyond), sum(late_beyond_sum), sum(open), sum(open_sum), sum(duplicate), sum(duplicate_sum),
       sum(quarantined), sum(quarantined_sum), sum(skipped), sum(skipped_sum)
FROM (
  SELECT view, row_start, row_end, key,
    CASE WHEN class = {class.applied} AND NOT in_time THEN count ELSE 0 END AS late_beyond, CASE WHEN class = {class.applied} AND NOT in_time THEN sum END AS late_beyond_sum,
    CASE WHEN class = {class.applied} AND in_time AND taken_start IS NULL THEN count ELSE 0 END AS open, CASE WHEN class = {class.applied} AND in_time AND taken_start IS NULL THEN sum END AS open_sum,
    CASE WHEN class = {class.collision} OR (class = {class.applied} AND taken_start IS NOT NULL) THEN -count ELSE 0 END AS duplicate, CASE WHEN class = {class.collision} OR (class = {class.applied} AND taken_start IS NOT NULL) THEN -sum END AS duplicate_sum,
    CASE WHEN class = {class.quarantined} THEN count ELSE 0 END AS quarantined, CASE WHEN class = {class.quarantined} THEN sum END AS quarantined_sum,
    CASE WHEN class = {class.skipped} THEN count ELSE 0 END AS skipped, CASE WHEN class = {class.skipped} THEN sum END AS skipped_sum
  FROM session_causes WHERE row_start IS NOT NULL AND class <> {class.repeated}
  UNION ALL
  SELECT view, taken_start, taken_end, key, 0, NULL, 0, NULL, count, sum, 0, NULL, 0, NULL FROM session_causes WHERE taken_start IS NOT NULL) c
SEMI JOIN run_days d ON floor_div(c.row_end - 1, 86400000) = d.day
GROUP BY view, row_start, row_end, key
