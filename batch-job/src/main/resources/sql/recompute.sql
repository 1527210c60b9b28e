-- The truth: windows over unique events, and beside it the replayed decisions by cell. One pass of each a view.
-- Parameters of a view: {view} its number, {key} the text of its key, {match} what it counts, {time} and {trueTime} its
-- time as logged and as judged, {wm} its watermark, {size} {offset} {slice} {every} its windows, {q} and {lateness} its marks.
-- {shift} brings every time above zero, where the division that cuts is the floor: slice n starts at n * {slice} - {shift}.

-- name: recompute.tables
CREATE TABLE run_days (day BIGINT);

CREATE TABLE view_list (view INTEGER, id VARCHAR, name VARCHAR, domain VARCHAR, lateness BIGINT);

CREATE TABLE shard_list (shard INTEGER, id VARCHAR);

CREATE TABLE aggregates (view INTEGER, ordinal INTEGER, aggregate VARCHAR);

CREATE TABLE approximates (view INTEGER, ordinal INTEGER, aggregate VARCHAR, kind VARCHAR);

CREATE TABLE session_views (view INTEGER, gap BIGINT, joins BIGINT);

CREATE TABLE limits (view INTEGER, upto BIGINT, early_upto BIGINT);

CREATE TABLE shard_limits (view INTEGER, shard INTEGER, upto BIGINT);

CREATE TABLE calendar (view INTEGER, day BIGINT, window_start BIGINT, window_end BIGINT);

CREATE TABLE truth_slices (view INTEGER, slice_start BIGINT, slice_end BIGINT, key VARCHAR, count BIGINT, valued BIGINT, sum HUGEINT, min BIGINT, max BIGINT);

CREATE TABLE truth (view INTEGER, window_start BIGINT, window_end BIGINT, key VARCHAR, count BIGINT, valued BIGINT, sum HUGEINT, min BIGINT, max BIGINT);

CREATE TABLE session_truth (view INTEGER, key VARCHAR, first BIGINT, last BIGINT, window_end BIGINT, count BIGINT, valued BIGINT, sum HUGEINT, min BIGINT, max BIGINT);

CREATE TABLE classed (view INTEGER, slice_start BIGINT, slice_end BIGINT, key VARCHAR, shard INTEGER, mark BIGINT, early BIGINT, class VARCHAR, count BIGINT, valued BIGINT, sum HUGEINT, min BIGINT, max BIGINT, arrival BIGINT, first BIGINT, last BIGINT);

CREATE TABLE window_cells (view INTEGER, slice_start BIGINT, slice_end BIGINT, key VARCHAR, shard INTEGER, mark BIGINT, early BIGINT, class VARCHAR, count BIGINT, valued BIGINT, sum HUGEINT, min BIGINT, max BIGINT, arrival BIGINT, window_start BIGINT, window_end BIGINT);

CREATE TABLE explained (view INTEGER, cause VARCHAR, slice_start BIGINT, slice_end BIGINT, mark BIGINT, key VARCHAR, rec BIGINT, pos INTEGER, shard INTEGER, envelope INTEGER, event INTEGER, device_id VARCHAR, id VARCHAR, type VARCHAR, micros BIGINT, occurred_at VARCHAR, sent_at VARCHAR, received_at BIGINT, event_time BIGINT, quality VARCHAR, clock BIGINT, wm_before BIGINT, gap BIGINT, other_rec BIGINT, other_id VARCHAR, other_type VARCHAR, other_time BIGINT);

CREATE TABLE truth_values (view INTEGER, ordinal INTEGER, slice_start BIGINT, slice_end BIGINT, key VARCHAR, text VARCHAR, micros BIGINT, count BIGINT);

CREATE TABLE cell_values (view INTEGER, ordinal INTEGER, slice_start BIGINT, slice_end BIGINT, key VARCHAR, shard INTEGER, mark BIGINT, early BIGINT, text VARCHAR, micros BIGINT, count BIGINT);

CREATE TABLE value_windows (view INTEGER, slice_start BIGINT, window_start BIGINT, window_end BIGINT)

-- name: recompute.done
DROP TABLE IF EXISTS calendar;

DROP TABLE IF EXISTS truth_slices;

DROP TABLE IF EXISTS join_halves;

DROP TABLE IF EXISTS join_pairs

-- name: windows.fixed
SELECT *, slice_start AS window_start, slice_end AS window_end FROM ({source})

-- name: windows.sliding
SELECT *, window_start + {size} AS window_end FROM (
  SELECT *, {dialect.slidingStarts} AS window_start FROM (
    SELECT *, slice_start - floor_mod(slice_start - {offset}, {every}) AS sliding_last FROM ({source})))

-- name: recompute.truth
INSERT INTO truth_slices
{truthSlices};

INSERT INTO truth
SELECT {view}, window_start, window_end, key, sum(count), sum(valued), sum(sum), min(min), max(max)
FROM ({windows}) w SEMI JOIN run_days d ON floor_div(w.window_end - 1, 86400000) = d.day
GROUP BY window_start, window_end, key

-- name: recompute.aligned
SELECT {view}, slice_number * {slice} - {shift}, (slice_number + 1) * {slice} - {shift}, key, count, valued, sum, min, max
FROM (
  SELECT ({trueTime} + {shift}) // {slice} AS slice_number, {key} AS key,
         count(*) AS count, count(micros) AS valued, sum(micros) AS sum, min(micros) AS min, max(micros) AS max
  FROM {occurrences}
  WHERE first AND {match} AND {trueTime} >= {from} AND {trueTime} < {to}
  GROUP BY slice_number, key)
WHERE {keyFits}

-- name: recompute.truthSource
SELECT * FROM truth_slices WHERE view = {view}

-- name: recompute.classedSource
SELECT * FROM classed WHERE view = {view}

-- name: recompute.placed
-- Each occurrence in its slice, under its mark: the first after the watermark that its record met.
SELECT *, CASE WHEN wm_before IS NULL OR wm_before < slice_end THEN slice_end
               ELSE slice_end + {q} * ((wm_before - slice_end) // {q} + 1) END AS mark
FROM (
  SELECT *, ({time} + {shift}) // {slice} * {slice} - {shift} AS slice_start, (({time} + {shift}) // {slice} + 1) * {slice} - {shift} AS slice_end
  FROM ({recompute.counted})
  WHERE {keyFits})

-- name: recompute.counted
-- What a view looks at, each with its class.
SELECT *, {key} AS key, {wm} AS wm_before, {class} AS class
FROM {occurrences}
WHERE {match} AND {time} >= {from} AND {time} < {to}

-- name: recompute.class
-- First occurrences are applied, quarantined, skipped, or a collision; all others repeated, duplicate or not processed.
CASE WHEN status = {status.quarantined} THEN CASE WHEN first THEN {class.quarantined} ELSE {class.notProcessed} END
     WHEN status = {status.skipped} THEN CASE WHEN first THEN {class.skipped} ELSE {class.notProcessed} END
     WHEN duplicate THEN CASE WHEN first THEN {class.collision} ELSE {class.duplicate} END
     ELSE CASE WHEN first THEN {class.applied} ELSE {class.repeated} END END

-- name: recompute.coveredClass
-- A first occurrence that the view was not in force for: the stream did not look at it.
CASE WHEN {missing} THEN CASE WHEN first THEN {class.notCovered} WHEN status = {status.processed} AND duplicate THEN {class.duplicate} ELSE {class.notProcessed} END
     ELSE {decided} END

-- name: recompute.classed
INSERT INTO classed
SELECT {view}, slice_start, slice_end, key, shard, mark, early, class, count(*), count(micros), sum(micros), min(micros), max(micros), max(arrival), {span}
FROM (SELECT *, {early} AS early FROM ({placed}))
GROUP BY slice_start, slice_end, key, shard, mark, early, class

-- name: recompute.windowCells
INSERT INTO window_cells
SELECT view, slice_start, slice_end, key, shard, mark, early, class, count, valued, sum, min, max, arrival, window_start, window_end
FROM ({windows}) w SEMI JOIN run_days d ON floor_div(w.window_end - 1, 86400000) = d.day

-- name: recompute.noEarly
CAST(NULL AS BIGINT)

-- name: recompute.early
CASE WHEN mark = slice_end THEN {earlyOffset} + {earlyEvery} * (floor_div(received_at - {earlyOffset}, {earlyEvery}) + 1) END

-- name: recompute.explained
-- The occurrences that are not simply first and on time, with the reason.
INSERT INTO explained
SELECT {view} AS view, cause, slice_start, slice_end, mark, key, rec, pos, shard, envelope, event, device_id, id, type, micros,
       occurred_at, sent_at, received_at, event_time, quality, clock, wm_before, gap, other_rec, other_id, other_type, other_time
FROM (
  SELECT *, {other}
    CASE WHEN class = {class.repeated} THEN 'duplicateBeyondHorizon'
         WHEN class = {class.collected} THEN 'lateBeyond'
         WHEN class <> {class.applied} THEN class
         WHEN mark > slice_end + {latestFinal} THEN 'lateBeyond'
         WHEN l.upto IS NULL OR mark > l.upto THEN 'open'
         WHEN mark > slice_end + {firstMark} THEN 'late' END AS cause
  FROM ({placed}) p, (SELECT upto FROM limits WHERE view = {view}) l)
WHERE cause IS NOT NULL
  AND floor_div(slice_end - 1, 86400000) IN (SELECT day FROM run_days)

