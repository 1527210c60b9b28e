package dev.tidemark.batch.publish;

import dev.tidemark.batch.cut.Cut;
import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.batch.decide.Decided;
import dev.tidemark.batch.decide.Kept;
import dev.tidemark.batch.decide.ShardStand;
import dev.tidemark.batch.line.NightTable;
import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.RowAppender;
import dev.tidemark.batch.sql.Sql;
import dev.tidemark.batch.state.BatchKeys;
import dev.tidemark.batch.state.Files;
import dev.tidemark.batch.state.KnownShard;
import dev.tidemark.batch.state.MissedRange;
import dev.tidemark.batch.state.StateFormat;
import dev.tidemark.batch.state.StoredFile;
import dev.tidemark.batch.state.StoredSegment;
import dev.tidemark.batch.state.ViewDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the state that the next run goes on from, and puts all that a run has written into the bucket. */
final class StateWriter {

    private final Database database;
    private final Files files;
    private final String run;
    private final List<String> written = new ArrayList<>();

    StateWriter(Database database, Files files, String run) {
        this.database = database;
        this.files = files;
        this.run = run;
    }

    /**
     * Writes the state behind this run.
     *
     * @param decided what was read and decided
     * @param days of all views, as they stand after this run
     * @param joins whether there are views that count pairs, and so halves to remember
     */
    void write(Decided decided, List<ViewDay> days, boolean joins) {
        Kept kept = decided.kept();
        Set<String> keys = kept.files().stream().map(StoredFile::key).collect(Collectors.toSet());
        decided.parts().stream().map(StoredFile::key).filter(keys::contains).forEach(written::add);
        decided.segment()
                .filter(kept.segments()::contains)
                .map(StoredSegment::key)
                .ifPresent(written::add);
        database.run("state.nextTables");
        fill("next_shards", shards(decided), (shard, row) -> row.add(shard.index())
                .add(shard.id())
                .add(shard.generation())
                .add(shard.sequence())
                .add(shard.objectsFrom())
                .add(shard.ordinal())
                .add(shard.clock())
                .add(shard.event())
                .add(shard.received()));
        fill("next_files", kept.files(), (file, row) -> row.add(file.run())
                .add(file.kind())
                .add(file.date())
                .add(file.key())
                .add(file.first())
                .add(file.last())
                .add(String.join(" ", file.columns())));
        fill("next_segments", kept.segments(), (segment, row) -> row.add(segment.key())
                .add(segment.entries())
                .add(segment.firstClock())
                .add(segment.lastClock())
                .add(segment.bytes())
                .add(segment.tailBytes()));
        fill("next_days", days, (day, row) -> row.add(day.day())
                .add(day.view())
                .add(day.run())
                .add(day.verified())
                .add(day.windows())
                .add(day.open()));
        fill("next_versions", decided.coverage().switches(), (each, row) -> row.add(each.shard())
                .add(each.record())
                .add(each.version()));
        fill("next_missed", missed(decided), (range, row) -> row.add(range.shard())
                .add(range.fromMillis())
                .add(range.toMillis()));
        table("shards", "next_shards");
        table("files", "next_files");
        table("segments", "next_segments");
        table("days", "next_days");
        table("versions", "next_versions");
        if (!missed(decided).isEmpty()) {
            table("missed", "next_missed");
        }
        table("seen", NightTable.SEEN_NEXT.sqlName());
        if (joins) {
            table("halves", NightTable.HALVES_NEXT.sqlName());
            table("unmatched", NightTable.UNMATCHED_NEXT.sqlName());
        }
        database.run("state.dropNextTables");
        format(new StateFormat(kept.days()));
    }

    /** Of days that the books still have. */
    private static List<MissedRange> missed(Decided decided) {
        long from = decided.kept().booksFrom();
        return decided.staged().allMissed().stream()
                .filter(range -> Math.floorDiv(range.toMillis(), ViewShape.DAY) >= from)
                .toList();
    }

    /** The shards that have been begun; those of before where there is none. */
    private static List<KnownShard> shards(Decided decided) {
        Cut cut = decided.cut();
        List<KnownShard> begun = cut.shards().stream()
                .filter(shard -> !shard.waiting())
                .map(shard -> known(shard, decided))
                .toList();
        return begun.isEmpty() ? decided.state().shards() : begun;
    }

    private static KnownShard known(ShardCut shard, Decided decided) {
        ShardStand stand = decided.stands().getOrDefault(shard.index(), ShardStand.UNKNOWN);
        return new KnownShard(
                shard.index(),
                shard.id(),
                shard.generation(),
                shard.cut(),
                decided.staged().objectsFrom().getOrDefault(shard.index(), shard.objectsFrom()),
                decided.staged().ordinals().getOrDefault(shard.index(), shard.ordinal()),
                stand.clock(),
                stand.event(),
                stand.received());
    }

    /** What a row of a table is made of. */
    private interface ColumnWriter<T> {
        void add(T value, RowAppender.AppendedRow row) throws java.sql.SQLException;
    }

    private <T> void fill(String table, Iterable<T> values, ColumnWriter<T> columns) {
        try (RowAppender rows = database.appender(table)) {
            values.forEach(value -> rows.add(row -> columns.add(value, row)));
        }
    }

    private void table(String name, String table) {
        String key = BatchKeys.state(run, name);
        String select = database.fragment("state.all", Map.of("table", table));
        String file = Sql.text(files.local(key).toString());
        database.run("dialect.writeParquet", Map.of("select", select, "file", file));
        written.add(key);
    }

    private void format(StateFormat format) {
        String key = BatchKeys.stateFormat(run);
        format.write(files.local(key));
        written.add(key);
    }

    /** Stores everything written so far in the bucket. */
    void upload() {
        written.forEach(files::put);
    }
}
