-- What the batch carries from run to run: its own checkpoint of every shard, and what it has written.

-- name: state.tables
CREATE TABLE s_shards (shard INTEGER, id VARCHAR, generation INTEGER, sequence VARCHAR, ordinal BIGINT, clock BIGINT, wm BIGINT, wmr BIGINT);

CREATE TABLE s_files (run VARCHAR, kind VARCHAR, date VARCHAR, key VARCHAR, row_count BIGINT, attributes VARCHAR);

CREATE TABLE s_days (day BIGINT, view VARCHAR, run VARCHAR, verified BOOLEAN, windows BIGINT, open BIGINT);

-- Which version of the views is in force behind which record, from the beginning of each shard on.
CREATE TABLE s_versions (shard INTEGER, rec BIGINT, version VARCHAR)

-- name: state.versions
SELECT shard, rec, version FROM s_versions ORDER BY shard, rec

-- name: state.load
INSERT INTO {table} SELECT * FROM {source}

-- name: state.resume
INSERT INTO shard_times SELECT shard, NULL, clock, wm, wmr FROM s_shards

-- name: state.shards
SELECT shard, id, generation, sequence, ordinal FROM s_shards ORDER BY shard

-- name: state.checkpointedShards
SELECT shard FROM s_shards

-- name: state.files
SELECT date, key, attributes FROM s_files WHERE kind = {kind} ORDER BY key

-- name: state.days
SELECT day, view, verified, windows, open, run FROM s_days

-- name: state.nextShards
SELECT n.shard, n.id, n.generation, n.sequence, n.ordinal, t.clock, t.wm, t.wmr
FROM (VALUES {values}) n (shard, id, generation, sequence, ordinal) LEFT JOIN shard_times t ON n.shard = t.shard

-- name: state.times
SELECT shard, clock, wm, wmr FROM shard_times

-- name: state.objectRows
SELECT o.shard, o.first, o.last, o.key, o.records, o.sha256, s.min_time, s.max_time
FROM (VALUES {values}) o (object, shard, first, last, key, records, sha256) LEFT JOIN ({staging.objectSpans}) s ON o.object = s.object

-- name: state.objectsBetween
SELECT shard, first, last, key, records, sha256 FROM {source} WHERE max_time >= {from} AND min_time < {to} ORDER BY shard, first

-- name: state.all
SELECT * FROM {table}
