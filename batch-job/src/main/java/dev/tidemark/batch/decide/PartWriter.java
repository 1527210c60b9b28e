package dev.tidemark.batch.decide;

import dev.tidemark.batch.shape.AttributeColumns;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.RowAppender;
import dev.tidemark.batch.sql.Sql;
import dev.tidemark.batch.state.BatchKeys;
import dev.tidemark.batch.state.Files;
import dev.tidemark.batch.state.JournalledObject;
import dev.tidemark.batch.state.StoredFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes a run's part of the archive as Parquet: occurrences of events by date, identities, records, archive objects. */
final class PartWriter {

    private final Database database;
    private final Files files;
    private final String run;
    private final List<StoredFile> parts = new ArrayList<>();

    PartWriter(Database database, Files files, String run) {
        this.database = database;
        this.files = files;
        this.run = run;
    }

    /**
     * Writes the staged and decided rows.
     *
     * @param attributes that become columns, because views look at them
     * @param uniqueFor what comes again later than that is a new event
     * @param objects that were read
     * @return the files
     */
    List<StoredFile> write(List<String> attributes, Duration uniqueFor, List<JournalledObject> objects) {
        events(attributes, uniqueFor);
        query(StoredFile.IDS, "replay.ids");
        query(StoredFile.RECORDS, "replay.recordRows");
        if (!objects.isEmpty()) {
            database.run("replay.partObjects");
            try (RowAppender rows = database.appender("part_objects")) {
                for (int number = 0; number < objects.size(); number++) {
                    int index = number;
                    JournalledObject object = objects.get(number);
                    rows.add(row -> row.add(index)
                            .add(object.shard())
                            .add(object.first())
                            .add(object.last())
                            .add(object.key())
                            .add(object.records())
                            .add(object.sha256()));
                }
            }
            query(StoredFile.OBJECTS, "replay.objectRows");
        }
        return parts;
    }

    private void events(List<String> attributes, Duration uniqueFor) {
        Path folder = files.folder(BatchKeys.events(run));
        AttributeColumns columns = new AttributeColumns(database.sql());
        String occurrences = database.fragment(
                "replay.occurrences",
                Map.of("attributes", columns.made(attributes), "uniqueFor", uniqueFor.toMillis()));
        database.run("dialect.writeByDate", Map.of("select", occurrences, "folder", Sql.text(folder.toString())));
        List<String> names = attributes.stream().map(AttributeColumns::name).toList();
        try (Stream<Path> all = java.nio.file.Files.walk(folder)) {
            for (Path file : all.filter(path -> path.toString().endsWith(".parquet"))
                    .sorted()
                    .toList()) {
                String relative = folder.relativize(file).toString().replace('\\', '/');
                String date = relative.substring(relative.indexOf('=') + 1, relative.indexOf('/'));
                add(StoredFile.EVENTS, date, BatchKeys.events(run) + relative, names);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }

    private void query(String kind, String fragment) {
        String key = BatchKeys.part(run, kind);
        String select = database.fragment(fragment, Map.of());
        String file = Sql.text(files.local(key).toString());
        database.run("dialect.writeParquet", Map.of("select", select, "file", file));
        add(kind, "", key, List.of());
    }

    private void add(String kind, String date, String key, List<String> columns) {
        parts.add(new StoredFile(kind, run, date, key, columns));
    }
}
