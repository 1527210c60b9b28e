-- What the batch carries from run to run: its own checkpoint of every shard, and what it has written.

-- name: state.tables
CREATE TABLE s_seen (shard INTEGER, fp UBIGINT, clock BIGINT);

CREATE TABLE s_halves (view VARCHAR, rec BIGINT, pos INTEGER, shard INTEGER, is_left BOOLEAN, device_id VARCHAR, on_text VARCHAR, event_time BIGINT, wm BIGINT, paired BOOLEAN);

CREATE TABLE s_unmatched (view VARCHAR, left_count BIGINT, right_count BIGINT)

-- name: state.load
INSERT INTO {table} SELECT * FROM {source}

-- name: state.shards
SELECT shard, id, generation, sequence, objects_from, ordinal, clock, wm, wmr FROM {source} ORDER BY shard

-- name: state.files
SELECT run, kind, date, key, first, last, columns FROM {source} ORDER BY key

-- name: state.segments
SELECT key, entries, first_clock, last_clock, bytes, tail_bytes FROM {source} ORDER BY last_clock, key

-- name: state.days
SELECT day, view, run, verified, windows, open FROM {source} ORDER BY view, day

-- name: state.versions
SELECT shard, rec, version FROM {source} ORDER BY shard, rec

-- name: state.missed
SELECT shard, missed_from, missed_to FROM {source} ORDER BY shard, missed_from

-- name: state.nextTables
CREATE TABLE next_missed (shard VARCHAR, missed_from BIGINT, missed_to BIGINT);

CREATE TABLE next_shards (shard INTEGER, id VARCHAR, generation INTEGER, sequence VARCHAR, objects_from VARCHAR, ordinal BIGINT, clock BIGINT, wm BIGINT, wmr BIGINT);

CREATE TABLE next_files (run VARCHAR, kind VARCHAR, date VARCHAR, key VARCHAR, first BIGINT, last BIGINT, columns VARCHAR);

CREATE TABLE next_segments (key VARCHAR, entries BIGINT, first_clock BIGINT, last_clock BIGINT, bytes BIGINT, tail_bytes INTEGER);

CREATE TABLE next_days (day BIGINT, view VARCHAR, run VARCHAR, verified BOOLEAN, windows BIGINT, open BIGINT);

-- Which version of the views is in force behind which record, from the beginning of each shard on.
CREATE TABLE next_versions (shard INTEGER, rec BIGINT, version VARCHAR)

-- name: state.dropNextTables
DROP TABLE next_missed;

DROP TABLE next_shards;

DROP TABLE next_files;

DROP TABLE next_segments;

DROP TABLE next_days;

DROP TABLE next_versions

-- name: state.objectsOf
-- The archive objects that have an event of one of the days.
SELECT DISTINCT shard, first, last, key, records, sha256 FROM {source} WHERE day IN ({days}) ORDER BY shard, first, last

-- name: state.all
SELECT * FROM {table}
