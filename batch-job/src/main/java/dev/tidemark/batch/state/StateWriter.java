package dev.tidemark.batch.state;

import dev.tidemark.batch.archive.ArchiveObject;
import dev.tidemark.batch.archive.Cut;
import dev.tidemark.batch.archive.ShardCut;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.Sql;
import dev.tidemark.batch.state.State.StoredFile;
import dev.tidemark.batch.state.State.ViewDay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes what a run adds: its part of the archive as Parquet, and the state that the next run goes on from. */
public final class StateWriter {

    private final Database database;
    private final Files files;
    private final String run;
    private final boolean joins;
    private final List<String> written = new ArrayList<>();

    /**
     * For this run.
     *
     * @param joins whether there are views that count pairs, and so halves to remember
     */
    public StateWriter(Database database, Files files, String run, boolean joins) {
        this.database = database;
        this.files = files;
        this.run = run;
        this.joins = joins;
    }

    /**
     * Writes the staged and decided rows: events by date, identities, records, archive objects.
     *
     * @param attributeColumns select list of the attributes that become columns
     * @param attributes their names
     * @return the new files of events
     */
    public List<StoredFile> part(String attributeColumns, List<String> attributes, List<ArchiveObject> objects) {
        Path folder = files.folder(BatchKeys.events(run));
        String occurrences = database.fragment("replay.occurrences", Map.of("attributes", attributeColumns));
        database.run("dialect.writeByDate", Map.of("select", occurrences, "folder", Sql.text(folder.toString())));
        List<StoredFile> events = new ArrayList<>();
        try (Stream<Path> all = java.nio.file.Files.walk(folder)) {
            for (Path file : all.filter(path -> path.toString().endsWith(".parquet"))
                    .sorted()
                    .toList()) {
                String relative = folder.relativize(file).toString().replace('\\', '/');
                String date = relative.substring(relative.indexOf('=') + 1, relative.indexOf('/'));
                events.add(add("events", date, BatchKeys.events(run) + relative, attributes));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
        query("ids", "replay.ids", Map.of());
        query("records", "replay.recordRows", Map.of());
        if (!objects.isEmpty()) {
            List<String> rows = new ArrayList<>();
            for (int number = 0; number < objects.size(); number++) {
                ArchiveObject object = objects.get(number);
                rows.add("(" + number + ", " + object.shard() + ", " + Sql.text(object.first()) + ", "
                        + Sql.text(object.last()) + ", " + Sql.text(object.key()) + ", " + object.records() + ", "
                        + Sql.text(object.sha256()) + ")");
            }
            query("objects", "state.objectRows", Map.of("values", String.join(", ", rows)));
        }
        return events;
    }

    private void query(String name, String fragment, Map<String, ?> parameters) {
        String key = BatchKeys.part(run, name);
        write(key, database.fragment(fragment, parameters));
        add(name, "", key, List.of());
    }

    private StoredFile add(String kind, String date, String key, List<String> attributes) {
        database.execute("INSERT INTO s_files VALUES (" + Sql.text(run) + ", " + Sql.text(kind) + ", " + Sql.text(date)
                + ", " + Sql.text(key) + ", 0, " + Sql.text(String.join("\n", attributes)) + ")");
        written.add(key);
        return new StoredFile(date, key, attributes);
    }

    /** Writes the state behind this run. */
    public void state(Cut cut, Map<Integer, Long> ordinals, List<ViewDay> days) {
        List<ShardCut> started =
                cut.shards().stream().filter(shard -> !shard.waiting()).toList();
        if (!started.isEmpty()) {
            String values = started.stream()
                    .map(shard -> values(shard, ordinals.getOrDefault(shard.index(), shard.ordinal())))
                    .collect(Collectors.joining(", "));
            table("shards", database.fragment("state.nextShards", Map.of("values", values)));
        } else {
            table("shards", database.fragment("state.all", Map.of("table", "s_shards")));
        }
        table("seen", database.fragment("state.all", Map.of("table", "seen_next")));
        if (joins) {
            table("halves", database.fragment("state.all", Map.of("table", "halves_next")));
            table("unmatched", database.fragment("state.all", Map.of("table", "unmatched_next")));
        }
        table("versions", database.fragment("state.all", Map.of("table", "s_versions")));
        table("files", database.fragment("state.all", Map.of("table", "s_files")));
        database.execute("DELETE FROM s_days");
        for (ViewDay day : days) {
            database.execute("INSERT INTO s_days VALUES (" + day.day() + ", " + Sql.text(day.view()) + ", "
                    + Sql.text(day.run()) + ", " + day.verified() + ", " + day.windows() + ", " + day.open() + ")");
        }
        table("days", database.fragment("state.all", Map.of("table", "s_days")));
    }

    private static String values(ShardCut shard, long ordinal) {
        return "(" + shard.index() + ", " + Sql.text(shard.id()) + ", " + shard.generation() + ", "
                + Sql.text(shard.cut()) + ", " + ordinal + ")";
    }

    private void table(String name, String select) {
        String key = BatchKeys.state(run, name);
        write(key, select);
        written.add(key);
    }

    private void write(String key, String select) {
        Path file = files.local(key);
        database.run("dialect.writeParquet", Map.of("select", select, "file", Sql.text(file.toString())));
    }

    /** Stores everything written so far in the bucket. */
    public void upload() {
        written.forEach(files::put);
    }
}
