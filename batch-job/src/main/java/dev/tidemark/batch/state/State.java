package dev.tidemark.batch.state;

import dev.tidemark.batch.archive.ArchiveObject;
import dev.tidemark.batch.archive.KnownShard;
import dev.tidemark.batch.archive.ViewsSwitch;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The state that a run goes on from, in tables: {@code s_shards}, {@code s_files}, {@code s_days}, {@code seen}. */
public final class State {

    /** Tables of the state, by the name of their object. */
    static final Map<String, String> TABLES =
            Map.of("shards", "s_shards", "files", "s_files", "days", "s_days", "seen", "seen");

    /** Those that not every run has written: of views that count pairs, and since there are versions of the views. */
    static final Map<String, String> OPTIONAL =
            Map.of("halves", "s_halves", "unmatched", "s_unmatched", "versions", "s_versions");

    /**
     * A Parquet file of an earlier run.
     *
     * @param date of its events, {@code mixed}, or empty
     * @param key of the object
     * @param attributes that it has as columns
     */
    public record StoredFile(String date, String key, List<String> attributes) {}

    /**
     * A day of a view as it is published.
     *
     * @param day number since the epoch
     * @param view id
     * @param run that wrote it
     * @param verified whether it is final, and nothing is unexplained
     * @param windows rows (window and key)
     * @param open events in it whose panes had not fired
     */
    public record ViewDay(long day, String view, String run, boolean verified, long windows, long open) {}

    private final Database database;
    private final Files files;
    private final Optional<Published> published;

    private State(Database database, Files files, Optional<Published> published) {
        this.database = database;
        this.files = files;
        this.published = published;
    }

    /** Loads the state of the current run; empty tables where there is none. */
    public static State load(Database database, Files files, Optional<Published> published) {
        State state = new State(database, files, published);
        published.ifPresent(current -> {
            for (Map.Entry<String, String> table : TABLES.entrySet()) {
                String source = state.parquet(List.of(BatchKeys.state(current.run(), table.getKey())));
                database.run("state.load", Map.of("table", table.getValue(), "source", source));
            }
            OPTIONAL.forEach((name, table) -> files.find(BatchKeys.state(current.run(), name))
                    .ifPresent(key ->
                            database.run("state.load", Map.of("table", table, "source", state.parquet(List.of(key))))));
            database.run("state.resume");
        });
        return state;
    }

    /** The run that this one goes on from. */
    public Optional<Published> published() {
        return published;
    }

    /** The shards as they stand in the checkpoint. */
    public List<KnownShard> shards() {
        return database.rows(
                "state.shards",
                Map.of(),
                row -> new KnownShard(
                        row.getInt(1), row.getString(2), row.getInt(3), row.getString(4), row.getLong(5)));
    }

    /** The versions of the views that earlier runs have met, by shard in the order of the log. */
    public List<ViewsSwitch> versions() {
        return database.rows(
                "state.versions", Map.of(), row -> new ViewsSwitch(row.getInt(1), row.getLong(2), row.getString(3)));
    }

    /** Puts these in their place. */
    public void keepVersions(Collection<ViewsSwitch> switches) {
        database.execute("DELETE FROM s_versions");
        if (!switches.isEmpty()) {
            database.execute("INSERT INTO s_versions VALUES "
                    + switches.stream()
                            .map(each ->
                                    "(" + each.shard() + ", " + each.record() + ", " + Sql.text(each.version()) + ")")
                            .collect(Collectors.joining(", ")));
        }
    }

    /** Files of a kind: {@code events}, {@code ids}, {@code records} or {@code objects}. */
    public List<StoredFile> files(String kind) {
        return database.rows("state.files", Map.of("kind", Sql.text(kind)), row -> {
            String attributes = row.getString(3);
            return new StoredFile(
                    row.getString(1),
                    row.getString(2),
                    attributes == null || attributes.isEmpty() ? List.of() : List.of(attributes.split("\n")));
        });
    }

    /** The published days. */
    public List<ViewDay> days() {
        return database.rows(
                "state.days",
                Map.of(),
                row -> new ViewDay(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(6),
                        row.getBoolean(3),
                        row.getLong(4),
                        row.getLong(5)));
    }

    /** Archive objects in these files with an event or an arrival in {@code [from, to)}. */
    public List<ArchiveObject> objectsBetween(List<StoredFile> objectFiles, long from, long to) {
        List<String> keys = objectFiles.stream().map(StoredFile::key).toList();
        if (keys.isEmpty()) {
            return new ArrayList<>();
        }
        return database.rows(
                "state.objectsBetween",
                Map.of("source", parquet(keys), "from", from, "to", to),
                row -> new ArchiveObject(
                        row.getInt(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getString(6)));
    }

    /** What reads these objects in a statement. */
    public String parquet(List<String> keys) {
        return database.fragment(
                "dialect.readParquet",
                Map.of(
                        "files",
                        String.join(", ", keys.stream().map(files::literal).toList())));
    }
}
