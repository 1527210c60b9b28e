-- Event time and its quality again, from the raw stamps: the rule of docs/report.md, "Event time".

-- name: times.misjudged
-- The few events whose time in the log is not what the stamps give.
CREATE TABLE misjudged AS
SELECT rec, pos, judged_time, judged_quality, judged_basis, judged_offset,
       judged_time < received_at - {oldest} AS too_old
FROM ({times.all})
WHERE judged_time IS DISTINCT FROM event_time OR judged_quality IS DISTINCT FROM quality
   OR judged_basis IS DISTINCT FROM basis OR judged_offset IS DISTINCT FROM offset_ms
   OR (judged_basis = 'exchange' AND judged_bound IS DISTINCT FROM bound_ms)
   OR judged_time < received_at - {oldest}

-- name: times.all
SELECT *,
  CASE WHEN occurred_at IS NULL THEN received_at
       WHEN occurred IS NULL THEN NULL
       WHEN raw_time > received_at THEN received_at
       ELSE in_log(raw_time) END AS judged_time,
  CASE WHEN occurred_at IS NULL THEN 'assumed'
       WHEN occurred IS NULL THEN NULL
       WHEN sent IS NOT NULL AND sent < occurred THEN 'inconsistent'
       WHEN raw_time > received_at THEN 'clamped'
       WHEN sent IS NULL THEN 'uncorrected'
       WHEN judged_offset BETWEEN -ahead_band AND behind_band THEN 'trusted'
       ELSE 'corrected' END AS judged_quality
FROM (
  SELECT *,
    CASE WHEN sent IS NULL THEN occurred
         WHEN sent < occurred THEN received_at
         WHEN judged_offset BETWEEN -ahead_band AND behind_band THEN occurred
         ELSE occurred + judged_offset END AS raw_time
  FROM (
    SELECT *,
      CASE judged_basis WHEN 'exchange' THEN floor_div((t1 - t0) + (t2 - t3), 2) WHEN 'one-way' THEN received_at - sent END AS judged_offset,
      CASE judged_basis WHEN 'exchange' THEN (round_trip + 1) // 2 END AS judged_bound,
      CASE judged_basis WHEN 'exchange' THEN (round_trip + 1) // 2 ELSE {ahead} END AS ahead_band,
      CASE judged_basis WHEN 'exchange' THEN (round_trip + 1) // 2 ELSE {behind} END AS behind_band
    FROM (
      SELECT *,
        CASE WHEN t3 >= t0 AND t2 >= t1 AND round_trip >= 0 THEN 'exchange' WHEN sent IS NOT NULL THEN 'one-way' ELSE 'none' END AS judged_basis
      FROM (
        SELECT *, (t3 - t0) - (t2 - t1) AS round_trip
        FROM (
          SELECT rec, pos, received_at, occurred_at, event_time, quality, basis, offset_ms, bound_ms,
                 instant(occurred_at) AS occurred, instant(sent_at) AS sent,
                 instant(clock_sent) AS t0, instant(clock_received) AS t1, instant(clock_responded) AS t2, instant(clock_got) AS t3
          FROM arrivals)))))

-- name: times.instant
SELECT instant({text})
