-- What DuckDB says in its own way. Another engine brings a file with the same names.

-- name: dialect.attach
-- Nobody reads the file behind the run: it has no log of what is written, and nothing is put in order when it is closed.
ATTACH {file} AS {catalog} (RECOVERY_MODE no_wal_writes);

USE {catalog};

PRAGMA disable_checkpoint_on_shutdown;

SET TimeZone = 'UTC'

-- name: dialect.stream
-- Whether answers are handed on while they are found, or are whole before their first row.
SET SESSION jdbc_stream_results = {on}

-- name: dialect.count
SELECT count(*) FROM ({select})

-- name: dialect.functions
-- Milliseconds of a raw stamp, or NULL where it is no instant: RFC 3339, strictly (docs/report.md, "Instants").
CREATE OR REPLACE MACRO instant_form(s) AS
  regexp_full_match(s, '[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-5][0-9])');

CREATE OR REPLACE MACRO zone_minutes(s) AS
  CASE WHEN right(s, 1) = 'Z' THEN 0
       ELSE (CASE WHEN s[-6] = '-' THEN -1 ELSE 1 END) * (CAST(s[-5:-4] AS INTEGER) * 60 + CAST(right(s, 2) AS INTEGER)) END;

CREATE OR REPLACE MACRO fraction_millis(s) AS
  CASE WHEN s[20] = '.' THEN CAST(rpad(regexp_extract(s, '\.([0-9]{1,3})', 1), 3, '0') AS INTEGER) ELSE 0 END;

CREATE OR REPLACE MACRO in_range(millis) AS CASE WHEN millis >= -62167219200000 AND millis < 253402300800000 THEN millis END;

-- A time that the log may hold: years 1000 to 8999, for which windows have room on either side.
CREATE OR REPLACE MACRO in_log(millis) AS CASE WHEN millis >= {log.firstMillis} AND millis < {log.endMillis} THEN millis END;

CREATE OR REPLACE MACRO instant(s) AS
  CASE WHEN instant_form(s) THEN
    -- The common shapes, in UTC with three fraction digits or none, go the short way.
    CASE WHEN strlen(s) IN (20, 24) AND ends_with(s, 'Z') THEN epoch_ms(TRY_CAST(s AS TIMESTAMP))
         WHEN abs(zone_minutes(s)) <= 1080
         THEN in_range(epoch_ms(TRY_CAST(s[1:19] AS TIMESTAMP)) + fraction_millis(s) - zone_minutes(s) * 60000) END END;

-- Floor division and the remainder that goes with it; b > 0.
CREATE OR REPLACE MACRO floor_mod(a, b) AS ((a % b) + b) % b;

CREATE OR REPLACE MACRO floor_div(a, b) AS (a - floor_mod(a, b)) // b;

-- The identity of an event for de-duplication: 64 bits of md5(deviceId, 0x00, id), only ever compared for equality.
CREATE OR REPLACE MACRO fingerprint(device_id, id) AS md5_number_lower(device_id || chr(0) || id);

CREATE OR REPLACE MACRO text_bytes(s) AS strlen(s);

CREATE OR REPLACE MACRO date_of(millis) AS strftime(make_timestamp(millis * 1000), '%Y-%m-%d');

CREATE OR REPLACE MACRO iso(millis) AS strftime(make_timestamp(millis * 1000), '%Y-%m-%dT%H:%M:%S.%gZ');

-- Micro-units as an exact decimal, and an exact decimal as text without trailing zeros.
CREATE OR REPLACE MACRO decimal_of(micros) AS CAST(CAST(micros AS DECIMAL(31, 0)) * CAST(0.000001 AS DECIMAL(7, 6)) AS DECIMAL(38, 9));

CREATE OR REPLACE MACRO whole(n) AS CAST(n AS DECIMAL(38, 9));

CREATE OR REPLACE MACRO plain(d) AS rtrim(rtrim(CAST(d AS VARCHAR), '0'), '.');

-- sum / valued with 9 fraction digits, half even, from whole micro-units: n = sum * 1000 over valued.
CREATE OR REPLACE MACRO round_half_even(n, d) AS
  n // d + CASE WHEN 2 * abs(n % d) > d OR (2 * abs(n % d) = d AND (n // d) % 2 <> 0) THEN sign(n) ELSE 0 END;

CREATE OR REPLACE MACRO mean_of(sum, valued) AS
  CASE WHEN valued > 0 THEN CAST(CAST(round_half_even(sum * 1000, CAST(valued AS HUGEINT)) AS DECIMAL(29, 0)) * CAST(0.000000001 AS DECIMAL(9, 9)) AS DECIMAL(38, 9)) END;

-- name: dialect.bits
-- The 64 bits of an UBIGINT as a BIGINT, whose sign is one of them.
CASE WHEN fp > 9223372036854775807 THEN CAST(CAST(fp AS HUGEINT) - 18446744073709551616 AS BIGINT) ELSE CAST(fp AS BIGINT) END

-- name: dialect.memory
SELECT coalesce(sum(memory_usage_bytes), 0) AS bytes FROM duckdb_memory()

-- name: dialect.tables
SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'

-- name: dialect.readParquet
read_parquet([{files}], union_by_name = true, hive_partitioning = false)

-- name: dialect.writeParquet
COPY ({select}) TO {file} (FORMAT parquet, COMPRESSION zstd)

-- name: dialect.writeByDate
COPY ({select}) TO {folder} (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (date), WRITE_PARTITION_COLUMNS false, OVERWRITE_OR_IGNORE true)

-- name: dialect.writeCsv
COPY ({select}) TO {file} (FORMAT csv, HEADER true)

-- name: dialect.attribute
attributes[{name}]

-- name: dialect.slidingStarts
unnest(range({first}, {last} + 1, {every}))

-- name: dialect.engineRead
-- What the engine's own JSON functions make of lines of the archive: its records of events, how many events each has, how
-- many of these have a value, and their sum in micro-units. Lines that it cannot read it passes over.
SELECT lpad(sequence, {width}, '0') AS sequence, len(events) AS events,
  list_count(list_transform(events, lambda e: TRY_CAST(e."value" AS DECIMAL(18, 6)))) AS valued,
  list_sum(list_transform(events, lambda e: CAST(CAST(TRY_CAST(e."value" AS DECIMAL(18, 6)) AS DECIMAL(31, 6)) * 1000000 AS HUGEINT))) AS micros
FROM (
  SELECT sequence, record.kind AS kind, flatten(list_transform(record.envelopes, lambda e: e.events)) AS events
  FROM (
    SELECT sequence, CASE WHEN raw IS NULL THEN record
      ELSE TRY(json_transform(decode(from_base64(raw)), '{"kind":"VARCHAR","envelopes":[{"events":[{"value":"VARCHAR"}]}]}')) END AS record
    FROM read_json([{files}], format = 'newline_delimited', compression = 'gzip', ignore_errors = true, maximum_object_size = 4194304,
      columns = {sequence: 'VARCHAR', raw: 'VARCHAR', record: 'STRUCT(kind VARCHAR, envelopes STRUCT(events STRUCT("value" VARCHAR)[])[])'})))
WHERE kind = 'events' AND len(events) > 0
