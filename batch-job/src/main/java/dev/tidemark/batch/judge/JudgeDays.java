package dev.tidemark.batch.judge;

import static dev.tidemark.batch.line.NightTable.APPROXIMATES;
import static dev.tidemark.batch.line.NightTable.APPROXIMATE_RESULTS;
import static dev.tidemark.batch.line.NightTable.CELL_FAULTS;
import static dev.tidemark.batch.line.NightTable.CELL_VALUES;
import static dev.tidemark.batch.line.NightTable.FINAL_NUMBERS;
import static dev.tidemark.batch.line.NightTable.FINAL_VALUES;
import static dev.tidemark.batch.line.NightTable.PANE_FAULTS;
import static dev.tidemark.batch.line.NightTable.PANE_NUMBER_FAULTS;
import static dev.tidemark.batch.line.NightTable.RUN_DAYS;
import static dev.tidemark.batch.line.NightTable.SHARD_LIST;
import static dev.tidemark.batch.line.NightTable.SKETCH_FAULTS;
import static dev.tidemark.batch.line.NightTable.UNMATCHED;
import static dev.tidemark.batch.line.NightTable.VIEW_LIST;
import static dev.tidemark.batch.line.NightTable.WINDOWS;
import static dev.tidemark.batch.line.NightTable.WINDOW_ROWS;

import dev.tidemark.batch.cut.Cut;
import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.line.NightStage;
import dev.tidemark.batch.line.NightTable;
import dev.tidemark.batch.recompute.Recomputed;
import dev.tidemark.batch.reconcile.Reconciled;
import dev.tidemark.batch.report.Figures;
import dev.tidemark.batch.report.Summary;
import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.domain.view.Views;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Names what is wrong and who is to blame, and comes to a verdict on each day. */
public final class JudgeDays implements NightStage<Reconciled, Judged> {

    private final Database database;
    private final Views views;
    private final String run;
    private final Clock clock;
    private final long startedMillis;

    /**
     * Of these views.
     *
     * @param run id of it
     * @param startedMillis when the run began, by the clock
     */
    public JudgeDays(Database database, Views views, String run, Clock clock, long startedMillis) {
        this.database = database;
        this.views = views;
        this.run = run;
        this.clock = clock;
        this.startedMillis = startedMillis;
    }

    @Override
    public Set<NightTable> reads() {
        return Set.of(
                RUN_DAYS,
                VIEW_LIST,
                SHARD_LIST,
                UNMATCHED,
                WINDOWS,
                WINDOW_ROWS,
                CELL_FAULTS,
                PANE_FAULTS,
                SKETCH_FAULTS,
                PANE_NUMBER_FAULTS,
                APPROXIMATES,
                APPROXIMATE_RESULTS,
                FINAL_NUMBERS,
                FINAL_VALUES,
                CELL_VALUES);
    }

    @Override
    public Set<NightTable> makes() {
        return Set.of();
    }

    @Override
    public Judged run(Reconciled reconciled) {
        Recomputed.Windows windows = reconciled.windows();
        List<NightFault> unmatched = UnmatchedFaults.of(
                database, views.views(), windows.decided().cut(), Blame.given(reconciled.earlyFaults())::of);
        boolean holes = !windows.decided().staged().accepted().holes().isEmpty();
        List<NightFault> faults = faults(reconciled, holes ? List.of() : unmatched);
        Figures figures =
                windows.events().isEmpty() ? new Figures() : new Figures(database, windows.events(), windows.records());
        DayVerdicts verdicts = new DayVerdicts(
                reconciled,
                faults,
                beyondNamed(),
                figures,
                holes ? unmatched.stream().map(JudgeDays::excused).toList() : List.of());
        String engine = database.row("report.engine", Map.of(), row -> row.getString("engine"));
        SortedMap<Long, Summary> days = new TreeMap<>();
        for (long day : windows.days()) {
            days.put(day, verdicts.day(day, info(windows, figures, engine)));
        }
        Summary whole = verdicts.run(List.copyOf(days.values()), info(windows, figures, engine));
        return new Judged(reconciled, days, whole);
    }

    /** Halves that were in an accepted hole are counted by the heads for ever. */
    private static String excused(NightFault unmatched) {
        return unmatched.object() + ": " + unmatched.detail() + "; an accepted hole may have had what is between";
    }

    private List<NightFault> faults(Reconciled reconciled, List<NightFault> unmatched) {
        Recomputed.Windows windows = reconciled.windows();
        Cut cut = windows.decided().cut();
        List<NightFault> faults = new ArrayList<>(reconciled.earlyFaults());
        Blame blame = Blame.given(faults);
        faults.addAll(WatermarkFaults.of(cut, windows.decided().stands(), blame));
        faults.addAll(unmatched);
        if (!windows.events().isEmpty()) {
            long from = windows.days().first() * ViewShape.DAY;
            long to = (windows.days().last() + 1) * ViewShape.DAY;
            faults.addAll(IngestionFaults.of(database, windows.events(), windows.records(), from, to));
        }
        faults.addAll(new WindowFaults(database, blame).named());
        return faults;
    }

    private long beyondNamed() {
        return beyondNamed("reconcile.faultCounts") + beyondNamed("approximate.faultCounts");
    }

    private long beyondNamed(String counts) {
        return database.row(counts, Map.of(), row -> {
            long beyond = 0;
            for (int column = 1; column <= 3; column++) {
                beyond += Math.max(0, row.getLong(column) - WindowFaults.MOST_NAMED);
            }
            return beyond;
        });
    }

    private Summary.RunFigures info(Recomputed.Windows windows, Figures figures, String engine) {
        double seconds = Math.max(0.001, (clock.millis() - startedMillis) / 1000.0);
        long rows = windows.days().stream()
                .mapToLong(day -> figures.events(day).archived())
                .sum();
        return new Summary.RunFigures(run, engine, seconds, Math.round(rows / seconds));
    }
}
