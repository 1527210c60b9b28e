-- What the report shows and the files hold.

-- name: report.windowsCsv
SELECT view_name AS view, iso(window_start) AS windowStart, iso(window_end) AS windowEnd, key, aggregate,
  plain(stream_on_time) AS streamOnTime, plain(stream_final) AS streamFinal, plain(batch) AS batch, plain(late_beyond) AS lateBeyond,
  plain(duplicate) AS duplicate, plain(quarantined) AS quarantined, plain(skipped) AS skipped, plain(open) AS open,
  plain(unexplained) AS unexplained, stream_sessions AS streamSessions
FROM window_rows WHERE day = {day} ORDER BY view, window_start, window_end, key, ordinal

-- name: report.windowsParquet
SELECT view_name AS "view", make_timestamp(window_start * 1000) AS "windowStart", make_timestamp(window_end * 1000) AS "windowEnd", key, aggregate,
  stream_on_time AS "streamOnTime", stream_final AS "streamFinal", batch, late_beyond AS "lateBeyond", duplicate, quarantined, skipped, open, unexplained,
  stream_sessions AS "streamSessions"
FROM window_rows WHERE day = {day} ORDER BY view, window_start, window_end, key, ordinal

-- name: report.eventsParquet
SELECT v.name AS "view", e.cause, make_timestamp(e.slice_start * 1000) AS "sliceStart", make_timestamp(e.slice_end * 1000) AS "sliceEnd",
  make_timestamp(e.mark * 1000) AS mark, e.key, e.device_id AS "deviceId", e.id, e.type, decimal_of(e.micros)::DECIMAL(18, 6) AS value,
  e.occurred_at AS "occurredAt", e.sent_at AS "sentAt", make_timestamp(e.received_at * 1000) AS "receivedAt",
  make_timestamp(e.event_time * 1000) AS "eventTime", e.quality AS "timeQuality", make_timestamp(e.clock * 1000) AS "shardClock",
  make_timestamp(e.wm_before * 1000) AS watermark, e.gap AS "repeatedAfterMs", s.id AS shard, r.sequence, e.envelope, e.event,
  e.other_id AS "otherId", e.other_type AS "otherType", make_timestamp(e.other_time * 1000) AS "otherEventTime", o.sequence AS "otherSequence"
FROM explained e JOIN view_list v USING (view) JOIN shard_list s USING (shard) JOIN {recordRows} r ON e.rec = r.rec
LEFT JOIN {recordRows} o ON e.other_rec = o.rec
WHERE floor_div(e.slice_end - 1, 86400000) = {day}
ORDER BY "view", "sliceStart", key, e.rec, e.pos

-- name: report.eventCounts
-- Occurrences by the UTC day of their event time.
SELECT floor_div(event_time, 86400000) AS day, count(*) AS archived,
  count(*) FILTER (status <> {status.quarantined}) AS valid, count(*) FILTER (status <> {status.quarantined} AND first) AS uniques,
  count(*) FILTER (status <> {status.quarantined} AND NOT first AND duplicate) AS within_horizon,
  count(*) FILTER (status <> {status.quarantined} AND NOT first AND NOT duplicate) AS beyond_horizon,
  count(*) FILTER (status <> {status.quarantined} AND returned) AS returned,
  count(*) FILTER (status = {status.quarantined}) AS quarantined, count(*) FILTER (status = {status.skipped}) AS skipped,
  count(*) FILTER (first AND duplicate) AS collisions, max(clock - wm) AS lag
FROM {occurrences} GROUP BY 1 HAVING day IN (SELECT day FROM run_days)

-- name: report.inversions
-- Neighbours on a device's own clock, sent in two requests, whose event times stand the other way round: by the later one's day and quality.
SELECT day, quality, count(*) AS events FROM (
  SELECT floor_div(event_time, 86400000) AS day, quality, rec, envelope, event_time,
    lag(event_time) OVER device AS time_before, lag(rec) OVER device AS rec_before, lag(envelope) OVER device AS envelope_before
  FROM (SELECT *, instant(occurred_at) AS occurred FROM {occurrences} WHERE first AND status <> {status.quarantined})
  WHERE occurred IS NOT NULL
  WINDOW device AS (PARTITION BY device_id ORDER BY occurred, event_time, rec, pos))
WHERE time_before > event_time AND (rec <> rec_before OR envelope <> envelope_before)
GROUP BY day, quality HAVING day IN (SELECT day FROM run_days)

-- name: report.unreadableCounts
SELECT floor_div(clock, 86400000) AS day, count(*) AS records FROM {recordRows} WHERE kind = {kind.unreadable} GROUP BY 1

-- name: report.views
SELECT v.view, v.name, v.id, w.day, count(DISTINCT (window_start, window_end)) AS windows, count(*) AS cells, count(*) FILTER (not_covered) AS not_covered,
  coalesce(sum(on_time_count), 0) AS on_time, coalesce(sum(final_count), 0) AS final, coalesce(sum(batch_count), 0) AS batch,
  coalesce(sum(late_beyond), 0) AS late_beyond, coalesce(sum(duplicate), 0) AS duplicate, coalesce(sum(quarantined), 0) AS quarantined,
  coalesce(sum(skipped), 0) AS skipped, coalesce(sum(open), 0) AS open, coalesce(sum(unexplained_count), 0) AS unexplained,
  coalesce(sum(abs(unexplained_count)), 0) AS unexplained_events,
  count(*) FILTER (coalesce(on_time_count, 0) <> coalesce(batch_count, 0) OR on_time_sum IS DISTINCT FROM batch_sum OR on_time_min IS DISTINCT FROM batch_min OR on_time_max IS DISTINCT FROM batch_max) AS differing_on_time,
  count(*) FILTER (coalesce(final_count, 0) <> coalesce(batch_count, 0) OR final_sum IS DISTINCT FROM batch_sum OR final_min IS DISTINCT FROM batch_min OR final_max IS DISTINCT FROM batch_max) AS differing_final
FROM windows w JOIN view_list v USING (view) GROUP BY v.view, v.name, v.id, w.day ORDER BY w.day, v.view

-- name: report.unexplainedCells
-- Windows and keys that something is wrong with: the ledger, a cell or a pane.
SELECT day, view, count(*) AS cells FROM (
  SELECT view, window_start AS start, key, day FROM window_rows WHERE unexplained <> 0
  UNION SELECT view, slice_start, key, floor_div(slice_end - 1, 86400000) FROM cell_faults
  UNION SELECT view, window_start, key, floor_div(window_end - 1, 86400000) FROM pane_faults) GROUP BY day, view

-- name: report.causes
SELECT cause, count(*) AS events FROM explained WHERE floor_div(slice_end - 1, 86400000) = {day} GROUP BY cause

-- name: report.pageRows
-- One row a window and key for the page; those that differ first, so that a limit cuts what agrees.
SELECT v.name, w.window_start, w.window_end, w.key, on_time_count, final_count, batch_count, late_beyond, duplicate, quarantined, skipped, open, unexplained_count,
  plain(decimal_of(on_time_sum)) AS on_time_sum, plain(decimal_of(final_sum)) AS final_sum, plain(decimal_of(batch_sum)) AS batch_sum, plain(decimal_of(unexplained_sum)) AS unexplained_sum, w.stream_sessions
FROM windows w JOIN view_list v USING (view) WHERE w.day = {day}
ORDER BY (w.unexplained_count <> 0 OR w.unexplained_sum <> 0) DESC, (coalesce(final_count, 0) <> coalesce(batch_count, 0)) DESC,
  (coalesce(on_time_count, 0) <> coalesce(batch_count, 0)) DESC, v.view, w.window_start, w.key
LIMIT {limit}

-- name: report.corrections
-- What batch says differently from the stream's final pane, of days that are final. In an accepted hole, and where events have
-- gone, the stream knows more than the batch: its pane stays. Of sessions: what the batch has and the stream has not as it is,
-- and the stream's sessions that the batch does not have.
SELECT v.id, w.day, w.window_start, w.window_end, w.key, w.batch_count AS count, w.batch_valued AS valued, w.batch_sum AS sum, w.batch_min AS min, w.batch_max AS max
FROM windows w JOIN view_list v USING (view)
WHERE w.stream_sessions IS NULL AND NOT w.accepted AND NOT w.gone
  AND (coalesce(final_count, 0) <> coalesce(batch_count, 0) OR coalesce(final_valued, 0) <> coalesce(batch_valued, 0) OR final_sum IS DISTINCT FROM batch_sum
   OR final_min IS DISTINCT FROM batch_min OR final_max IS DISTINCT FROM batch_max)
UNION ALL
SELECT v.id, w.day, w.window_start, w.window_end, w.key, w.batch_count, w.batch_valued, w.batch_sum, w.batch_min, w.batch_max
FROM windows w JOIN view_list v USING (view)
LEFT JOIN final_sessions f ON w.view = f.view AND w.key = f.key AND w.window_start = f.first AND w.window_end = f.window_end
WHERE w.stream_sessions IS NOT NULL AND w.batch_count IS NOT NULL AND NOT w.accepted AND NOT w.gone
  AND (f.view IS NULL OR f.count <> w.batch_count OR f.valued <> w.batch_valued OR f.sum IS DISTINCT FROM w.batch_sum OR f.min IS DISTINCT FROM w.batch_min OR f.max IS DISTINCT FROM w.batch_max)
UNION ALL
SELECT v.id, d.day, f.first, f.window_end, f.key, NULL, NULL, NULL, NULL, NULL
FROM final_sessions f JOIN view_list v USING (view) JOIN run_days d ON floor_div(f.window_end - 1, 86400000) = d.day
ANTI JOIN session_truth t ON f.view = t.view AND f.key = t.key AND f.first = t.first AND f.window_end = t.window_end
ANTI JOIN (SELECT * FROM windows WHERE accepted OR gone) a ON f.view = a.view AND f.key = a.key AND f.row_start = a.window_start AND f.row_end = a.window_end

-- name: report.accepted
SELECT day, count(*) AS windows FROM windows WHERE accepted GROUP BY day

-- name: report.engine
SELECT 'DuckDB ' || version() AS engine
