-- What earlier nights have seen of the fingerprints of this one, and what this one leaves for later ones (docs/report.md,
-- "What a night keeps").

-- name: identity.tables
CREATE TABLE print_matches (segment INTEGER, source INTEGER, line INTEGER, fp UBIGINT, clock BIGINT);

CREATE TABLE print_sources (segment INTEGER, source INTEGER, shard VARCHAR, first VARCHAR, last VARCHAR, object VARCHAR);

CREATE TABLE print_unread (fp UBIGINT, clock BIGINT)

-- name: identity.count
SELECT count(DISTINCT fp) FROM arrivals

-- name: identity.prints
SELECT {dialect.bits} AS bits FROM (SELECT DISTINCT fp FROM arrivals) ORDER BY fp

-- name: identity.places
SELECT s.shard, s.first, s.last, s.object, m.line, {dialect.bits} AS bits, m.clock
FROM print_matches m JOIN print_sources s USING (segment, source) ORDER BY s.object, s.first, m.line

-- name: identity.unread
-- Whose record is in an accepted hole is taken by its fingerprint.
INSERT INTO ids_known SELECT DISTINCT a.fp, a.device_id, a.id, u.clock FROM print_unread u JOIN arrivals a ON u.fp = a.fp

-- name: identity.done
DROP TABLE print_matches;

DROP TABLE print_sources;

DROP TABLE print_unread

-- name: identity.sightings
-- Of each identity the first and the last sighting of this night.
SELECT {dialect.bits} AS bits, clock, object, line FROM (
  SELECT a.fp, a.rec, a.pos, coalesce(m.clock, a.received_at) AS clock, r.object, r.line
  FROM arrivals a ANTI JOIN repeated_prints p ON a.fp = p.fp JOIN moments m ON a.rec = m.rec JOIN records r ON a.rec = r.rec
  UNION ALL
  SELECT fp, rec, pos, clock, object, line FROM (
    SELECT a.fp, a.rec, a.pos, coalesce(m.clock, a.received_at) AS clock, r.object, r.line,
           row_number() OVER (PARTITION BY a.device_id, a.id ORDER BY a.rec, a.pos) AS n,
           count(*) OVER (PARTITION BY a.device_id, a.id) AS all_of_it
    FROM arrivals a SEMI JOIN repeated_prints p ON a.fp = p.fp JOIN moments m ON a.rec = m.rec JOIN records r ON a.rec = r.rec)
  WHERE n = 1 OR n = all_of_it)
ORDER BY fp, rec, pos
