package dev.tidemark.batch.state;

import dev.tidemark.batch.line.NightTable;
import dev.tidemark.batch.sql.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the current run has left: small things as values, and what has been seen, and halves that wait, into {@code
 * s_seen}, {@code s_halves} and {@code s_unmatched}.
 */
public final class StateReader {

    private final Database database;
    private final Files files;
    private final ParquetSource parquet;

    public StateReader(Database database, Files files) {
        this.database = database;
        this.files = files;
        this.parquet = new ParquetSource(database, files);
    }

    /**
     * The state of this run; empty where there is none.
     *
     * @throws StateFormatException if it is of another format
     */
    public NightState read(Optional<Published> published) {
        database.run("state.tables");
        if (published.isEmpty()) {
            return new NightState(
                    published, List.of(), List.of(), List.of(), KeptDays.ALL, List.of(), List.of(), List.of());
        }
        String run = published.get().run();
        StateFormat format = StateFormat.of(
                run, files.find(BatchKeys.stateFormat(run)).map(files::get).orElse(null));
        load(BatchKeys.state(run, "seen"), NightTable.S_SEEN);
        // Not every run has written these: they are of views that count pairs.
        files.find(BatchKeys.state(run, "halves")).ifPresent(key -> load(key, NightTable.S_HALVES));
        files.find(BatchKeys.state(run, "unmatched")).ifPresent(key -> load(key, NightTable.S_UNMATCHED));
        return new NightState(
                published,
                rows(run, "shards", StateReader::shard),
                rows(run, "files", StateReader::file),
                rows(run, "segments", StateReader::segment),
                format.keptDays(),
                rows(run, "days", StateReader::day),
                rows(run, "versions", row -> new ViewsSwitch(row.getInt(1), row.getLong(2), row.getString(3))),
                // Runs that missed nothing have no such file.
                files.find(BatchKeys.state(run, "missed")).isEmpty()
                        ? List.of()
                        : rows(
                                run,
                                "missed",
                                row -> new MissedRange(row.getString(1), row.getLong(2), row.getLong(3))));
    }

    private void load(String key, NightTable table) {
        database.run("state.load", Map.of("table", table.sqlName(), "source", parquet.of(List.of(key))));
    }

    private <T> List<T> rows(String run, String name, Database.RowReader<T> row) {
        return database.rows("state." + name, Map.of("source", parquet.of(List.of(BatchKeys.state(run, name)))), row);
    }

    private static KnownShard shard(ResultSet row) throws SQLException {
        return new KnownShard(
                row.getInt("shard"),
                row.getString("id"),
                row.getInt("generation"),
                row.getString("sequence"),
                row.getString("objects_from"),
                row.getLong("ordinal"),
                number(row, "clock"),
                number(row, "wm"),
                number(row, "wmr"));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static StoredFile file(ResultSet row) throws SQLException {
        String columns = row.getString("columns");
        return new StoredFile(
                row.getString("kind"),
                row.getString("run"),
                row.getString("date"),
                row.getString("key"),
                row.getLong("first"),
                row.getLong("last"),
                columns.isEmpty() ? List.of() : List.of(columns.split(" ")));
    }

    private static StoredSegment segment(ResultSet row) throws SQLException {
        return new StoredSegment(
                row.getString("key"),
                row.getLong("entries"),
                row.getLong("first_clock"),
                row.getLong("last_clock"),
                row.getLong("bytes"),
                row.getInt("tail_bytes"));
    }

    private static ViewDay day(ResultSet row) throws SQLException {
        return new ViewDay(
                row.getLong("day"),
                row.getString("view"),
                row.getString("run"),
                row.getBoolean("verified"),
                row.getLong("windows"),
                row.getLong("open"));
    }
}
