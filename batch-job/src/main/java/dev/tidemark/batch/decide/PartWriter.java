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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes a run's part of the archive as Parquet: occurrences of events by date, records, archive objects. */
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
        query(StoredFile.RECORDS, "replay.recordRows", "coalesce(clock, arrival)");
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
            query(StoredFile.OBJECTS, "replay.objectRows", "day * 86400000");
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
                DaySpan span = date.equals(StoredFile.MIXED)
                        ? span(
                                "SELECT * FROM " + parquet(file),
                                "least(event_time, true_time)",
                                "greatest(event_time, true_time)")
                        : DaySpan.of(LocalDate.parse(date));
                parts.add(new StoredFile(
                        StoredFile.EVENTS,
                        run,
                        date,
                        BatchKeys.events(run) + relative,
                        span.first(),
                        span.last(),
                        names));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }

    /** Days by their numbers, both inclusive. */
    private record DaySpan(long first, long last) {

        /** Before all others: what has nothing of any day goes at once. */
        static final DaySpan NONE = new DaySpan(Long.MIN_VALUE, Long.MIN_VALUE);

        static DaySpan of(LocalDate day) {
            return new DaySpan(day.toEpochDay(), day.toEpochDay());
        }
    }

    private void query(String kind, String fragment, String millis) {
        String key = BatchKeys.part(run, kind);
        String select = database.fragment(fragment, Map.of());
        String file = Sql.text(files.local(key).toString());
        database.run("dialect.writeParquet", Map.of("select", select, "file", file));
        DaySpan span = span("SELECT * FROM " + parquet(files.local(key)), millis, millis);
        parts.add(new StoredFile(kind, run, "", key, span.first(), span.last(), List.of()));
    }

    private String parquet(Path file) {
        return database.fragment("dialect.readParquet", Map.of("files", Sql.text(file.toString())));
    }

    private DaySpan span(String rows, String first, String last) {
        return database.row("replay.span", Map.of("rows", rows, "first", first, "last", last), row -> {
            long from = row.getLong("first");
            return row.wasNull() ? DaySpan.NONE : new DaySpan(from, row.getLong("last"));
        });
    }
}
