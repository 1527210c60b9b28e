package dev.tidemark.batch.recompute;

import static dev.tidemark.batch.line.NightTable.AGGREGATES;
import static dev.tidemark.batch.line.NightTable.APPROXIMATES;
import static dev.tidemark.batch.line.NightTable.CELL_VALUES;
import static dev.tidemark.batch.line.NightTable.CLASSED;
import static dev.tidemark.batch.line.NightTable.EXPLAINED;
import static dev.tidemark.batch.line.NightTable.LIMITS;
import static dev.tidemark.batch.line.NightTable.LINEAGE;
import static dev.tidemark.batch.line.NightTable.RUN_DAYS;
import static dev.tidemark.batch.line.NightTable.SESSION_TRUTH;
import static dev.tidemark.batch.line.NightTable.SESSION_VIEWS;
import static dev.tidemark.batch.line.NightTable.SHARD_LIMITS;
import static dev.tidemark.batch.line.NightTable.SHARD_LIST;
import static dev.tidemark.batch.line.NightTable.TRUTH;
import static dev.tidemark.batch.line.NightTable.TRUTH_VALUES;
import static dev.tidemark.batch.line.NightTable.VALUE_WINDOWS;
import static dev.tidemark.batch.line.NightTable.VIEW_LIST;
import static dev.tidemark.batch.line.NightTable.WINDOW_CELLS;

import dev.tidemark.batch.StepProgress;
import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.batch.decide.Decided;
import dev.tidemark.batch.decide.ShardStand;
import dev.tidemark.batch.line.NightStage;
import dev.tidemark.batch.line.NightTable;
import dev.tidemark.batch.shape.Shapes;
import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.state.Files;
import dev.tidemark.batch.state.ParquetSource;
import dev.tidemark.batch.state.StoredFile;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Chooses the days, and computes their windows again from the archive alone. */
public final class Recompute implements NightStage<Decided, Recomputed> {

    private final Database database;
    private final ParquetSource parquet;
    private final Views views;
    private final @Nullable LocalDate from;
    private final @Nullable LocalDate to;
    private final StepProgress progress;

    /**
     * Of these views.
     *
     * @param from first day that is computed whatever has changed, or null
     * @param to last such day, inclusive, or null
     */
    public Recompute(
            Database database,
            Files files,
            Views views,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            StepProgress progress) {
        this.database = database;
        this.parquet = new ParquetSource(database, files);
        this.views = views;
        this.from = from;
        this.to = to;
        this.progress = progress;
    }

    @Override
    public Set<NightTable> reads() {
        return Set.of(LINEAGE);
    }

    @Override
    public Set<NightTable> makes() {
        return Set.of(
                RUN_DAYS,
                VIEW_LIST,
                SHARD_LIST,
                AGGREGATES,
                APPROXIMATES,
                SESSION_VIEWS,
                LIMITS,
                SHARD_LIMITS,
                TRUTH,
                SESSION_TRUTH,
                CLASSED,
                WINDOW_CELLS,
                EXPLAINED,
                TRUTH_VALUES,
                CELL_VALUES,
                VALUE_WINDOWS);
    }

    @Override
    public Recomputed run(Decided decided) {
        Sources sources = new Sources(database.sql(), parquet, decided.files(StoredFile.EVENTS));
        SessionReach reach = new SessionReach(database, views, sources);
        long first = decided.state().keptDays().computableFrom();
        refuseGone(first);
        NavigableSet<Long> chosen = DayChoice.of(
                from, to, decided.touched().days(views), decided.state().days());
        chosen.addAll(reach.daysOfRuns(decided.touched(), isNew(decided), end(decided)));
        NavigableSet<Long> computable = chosen.tailSet(first, true);
        // What touches no day has been read all the same: the next run must not begin with it again.
        NavigableSet<Long> days = computable.isEmpty() ? dayOfTheLog(decided) : computable;
        if (days.isEmpty()) {
            return new Recomputed.Nothing();
        }
        Shapes shapes = reach.reachingBack(Shapes.of(views.views()), days);
        new WindowLists(database, views.views(), shapes, days).fill(decided.cut(), decided.limits());
        progress.during("recomputing windows", () -> windows(decided, sources, shapes, days));
        database.run("recompute.done");
        NavigableSet<Long> eventDays = new TreeSet<>();
        for (TimeDomain domain : TimeDomain.values()) {
            eventDays.addAll(Sources.days(views, shapes, domain, days));
        }
        List<StoredFile> events = sources.of(views, shapes, TimeDomain.EVENT, days);
        return new Recomputed.Windows(
                decided,
                days,
                shapes,
                eventDays,
                events.isEmpty() ? "" : sources.occurrences(events),
                records(decided, sources.of(eventDays), eventDays));
    }

    private void windows(Decided decided, Sources sources, Shapes shapes, NavigableSet<Long> days) {
        WindowStatements windows = new WindowStatements(database, shapes, days, decided.coverage());
        for (int number = 0; number < views.views().size(); number++) {
            View view = views.views().get(number);
            List<StoredFile> chosen = sources.of(views, shapes, view.time(), days);
            if (!chosen.isEmpty()) {
                windows.run(number, view, sources.viewSql(chosen), sources.occurrences(chosen));
            }
        }
    }

    /** Whether an occurrence lies behind what earlier runs have read. */
    private static String isNew(Decided decided) {
        String behind = decided.cut().shards().stream()
                .filter(ShardCut::moves)
                .map(shard -> "rec BETWEEN " + shard.record(shard.ordinal() + 1) + " AND "
                        + ShardCut.lastRecord(shard.index()))
                .collect(Collectors.joining(" OR "));
        return behind.isEmpty() ? "false" : "(" + behind + ")";
    }

    /** The day that the clock of the log is on, if anything has come since the last run. */
    private static NavigableSet<Long> dayOfTheLog(Decided decided) {
        NavigableSet<Long> days = new TreeSet<>();
        long end = end(decided);
        if (end != Long.MIN_VALUE && decided.cut().shards().stream().anyMatch(ShardCut::moves)) {
            days.add(Math.floorDiv(end - 1, ViewShape.DAY));
        }
        return days;
    }

    /** No event is later than the clock of its shard. */
    private static long end(Decided decided) {
        return decided.stands().values().stream()
                .map(ShardStand::clock)
                .filter(Objects::nonNull)
                .mapToLong(clock -> clock + 1)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** Of a day that is asked for and cannot be computed any more, to say nothing would be to say that all is well. */
    private void refuseGone(long first) {
        if (from != null && from.toEpochDay() < first) {
            throw new GoneException("the records of " + from + " have gone: days can be computed from "
                    + LocalDate.ofEpochDay(first) + " on, and the report of " + from + " stays as it is");
        }
    }

    /**
     * What reads the records of the runs that have an event of the days, and of those that met anything on them. Early panes
     * fired by what came later, in whichever run.
     */
    private String records(Decided decided, List<StoredFile> events, NavigableSet<Long> days) {
        Set<String> runs = events.stream().map(StoredFile::run).collect(Collectors.toSet());
        boolean early = views.views().stream().anyMatch(view -> view.early() != null);
        List<StoredFile> files = decided.files(StoredFile.RECORDS).stream()
                .filter(file -> runs.contains(file.run())
                        || !days.subSet(file.first(), true, file.last(), true).isEmpty()
                        || early && file.last() >= days.first())
                .toList();
        return files.isEmpty() ? "(" + database.fragment("replay.noRecords", Map.of()) + ")" : parquet.ofFiles(files);
    }
}
