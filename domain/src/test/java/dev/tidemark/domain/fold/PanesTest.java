package dev.tidemark.domain.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PanesTest {

    private static final Window WINDOW = new Window(0, 20);

    @Test
    void aPaneHoldsWhatItsMarkAddsAndEverythingUpToIt() {
        List<Pane> panes = Panes.of(
                WINDOW, List.of(cell(0, 20, "k", 5), cell(0, 30, "k", 9), cell(0, 25, "k", 1)), Long.MAX_VALUE);

        assertThat(panes)
                .containsExactly(
                        new Pane(WINDOW, "k", 20, Timing.ON_TIME, 0, sum(5), sum(5)),
                        new Pane(WINDOW, "k", 25, Timing.LATE, 1, sum(5).merge(sum(1)), sum(1)),
                        new Pane(
                                WINDOW,
                                "k",
                                30,
                                Timing.LATE,
                                2,
                                sum(5).merge(sum(1)).merge(sum(9)),
                                sum(9)));
    }

    @Test
    void cellsOfShardsSlicesAndEarlyCoordinatesMergeIntoOnePane() {
        List<Pane> panes = Panes.of(
                WINDOW,
                List.of(
                        cell(0, 10, "k", 1),
                        cell(0, 10, "k", 2),
                        cell(10, 20, "k", 4),
                        new Cell(new CellKey("v@1", 10, 20, 13, "k"), sum(8))),
                20);

        assertThat(panes).singleElement().satisfies(pane -> {
            assertThat(pane.total().count()).isEqualTo(4);
            assertThat(pane.total().sumDecimal()).isEqualTo("15");
        });
    }

    /** A late cell of an early slice can be on time for a window that ends later. */
    @Test
    void whatIsLateForASliceIsOnTimeForAWindowThatHasNotEnded() {
        assertThat(Panes.of(WINDOW, List.of(cell(0, 15, "k", 1)), 20))
                .containsExactly(new Pane(WINDOW, "k", 20, Timing.ON_TIME, 0, sum(1), sum(1)));
    }

    @Test
    void aKeyWithoutAnythingOnTimeBeginsWithALatePane() {
        assertThat(Panes.of(WINDOW, List.of(cell(0, 25, "late", 1), cell(0, 20, "k", 1)), 30))
                .extracting(Pane::key, Pane::timing, Pane::index)
                .containsExactly(tuple("k", Timing.ON_TIME, 0), tuple("late", Timing.LATE, 0));
    }

    @Test
    void aMarkThatTheWatermarkHasNotReachedHasNoPane() {
        List<Cell> cells = List.of(cell(0, 20, "k", 1), cell(0, 25, "k", 2));

        assertThat(Panes.of(WINDOW, cells, 19)).isEmpty();
        assertThat(Panes.of(WINDOW, cells, 20)).extracting(Pane::markMillis).containsExactly(20L);
        assertThat(Panes.of(WINDOW, cells, 24)).extracting(Pane::markMillis).containsExactly(20L);
        assertThat(Panes.of(WINDOW, cells, 25)).extracting(Pane::markMillis).containsExactly(20L, 25L);
    }

    @Test
    void whatFiredEarlyHasAPaneOfItsOwnBeforeTheOneOnTime() {
        List<Cell> cells =
                List.of(early(13, 5), early(17, 7), early(21, 1), cell(10, 20, "k", 2), cell(10, 25, "k", 9));

        assertThat(Panes.of(WINDOW, cells, 25, early -> early <= 17))
                .extracting(Pane::timing, Pane::markMillis, Pane::earlyMillis, Pane::delta, pane -> pane.total()
                        .count())
                .containsExactly(
                        tuple(Timing.EARLY, 20L, 13L, sum(5), 1L),
                        tuple(Timing.EARLY, 20L, 17L, sum(7), 2L),
                        tuple(Timing.ON_TIME, 20L, Grid.NO_EARLY, sum(1).merge(sum(2)), 4L),
                        tuple(Timing.LATE, 25L, Grid.NO_EARLY, sum(9), 5L));
    }

    @Test
    void anEarlyPaneIsReadBeforeTheWindowIsComplete() {
        assertThat(Panes.of(WINDOW, List.of(early(13, 5), early(17, 7)), 19, early -> early <= 13))
                .extracting(Pane::timing, Pane::delta)
                .containsExactly(tuple(Timing.EARLY, sum(5)));
    }

    @Test
    void aKeyThatFiredEarlyHasAPaneOnTimeEvenWhenThatAddsNothing() {
        assertThat(Panes.of(WINDOW, List.of(early(13, 5)), 20, early -> true))
                .extracting(Pane::timing, Pane::delta, Pane::total)
                .containsExactly(tuple(Timing.EARLY, sum(5), sum(5)), tuple(Timing.ON_TIME, Measures.EMPTY, sum(5)));
    }

    private static final Views VIEWS = Logs.views("""
            watermark: {outOfOrderness: PT1S, heartbeatEvery: PT10S, idleBound: PT3S}
            deduplicateFor: PT1M
            views:
              - {name: fixed, key: deviceId, window: {fixed: PT10S}, aggregates: [sum],
                 allowedLateness: PT20S, latePaneEvery: PT5S}
              - {name: sliding, key: type, window: {sliding: PT25S, every: PT10S}, aggregates: [sum],
                 allowedLateness: PT20S, latePaneEvery: PT5S}
              - {name: received, key: deviceId, time: received, window: {fixed: PT10S}, aggregates: [sum],
                 latePaneEvery: PT10S}
            """);

    @Property(tries = 150)
    void discardingPanesAddUpToTheAccumulatingPane(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 60) int length) {
        forEachWindow(new Logs.Shard(VIEWS).steps(RandomLogs.of(random, length)).cells(), (window, cells) -> {
            Map<String, Measures> sums = new TreeMap<>();
            for (Pane pane : Panes.of(window, cells, Long.MAX_VALUE)) {
                Measures sum = sums.merge(pane.key(), pane.delta(), Measures::merge);
                assertThat(pane.total()).isEqualTo(sum);
            }
        });
    }

    /** What is read at a watermark is a beginning of what is read at any later one. */
    @Property(tries = 150)
    void aPublishedPaneNeverChangesAsTheWatermarkGrows(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 60) int length) {
        forEachWindow(new Logs.Shard(VIEWS).steps(RandomLogs.of(random, length)).cells(), (window, cells) -> {
            List<Pane> all = Panes.of(window, cells, Long.MAX_VALUE);
            for (long watermark = window.startMillis(); watermark < window.endMillis() + 40_000; watermark += 2_500) {
                long now = watermark;
                assertThat(Panes.of(window, cells, now))
                        .isEqualTo(all.stream()
                                .filter(pane -> pane.markMillis() <= now)
                                .toList());
            }
        });
    }

    /**
     * The same for a log that goes on: once the shard's watermark has reached a mark, no later record adds to a cell at or
     * below it. So a pane can be published as soon as every shard has passed its mark.
     */
    @Property(tries = 150)
    void aCellIsImmutableOnceTheShardsWatermarkHasReachedItsMark(
            @ForAll Random random, @ForAll @IntRange(min = 2, max = 60) int length) {
        Logs.Shard shard = new Logs.Shard(VIEWS);
        for (ShardRecord record : RandomLogs.of(random, length)) {
            var before = shard.time.watermarks();
            Step step = shard.step(List.of(record));
            assertThat(step.cells().keySet()).allSatisfy(cell -> assertThat(cell.markMillis())
                    .isGreaterThan(
                            before.in(cell.viewId().startsWith("received") ? TimeDomain.RECEIVED : TimeDomain.EVENT)));
        }
    }

    @Property(tries = 100)
    void theOrderOfCellsDoesNotMatter(@ForAll Random random, @ForAll @IntRange(min = 1, max = 60) int length) {
        forEachWindow(new Logs.Shard(VIEWS).steps(RandomLogs.of(random, length)).cells(), (window, cells) -> {
            List<Cell> shuffled = new ArrayList<>(cells);
            Collections.shuffle(shuffled, random);
            assertThat(Panes.of(window, shuffled, Long.MAX_VALUE)).isEqualTo(Panes.of(window, cells, Long.MAX_VALUE));
        });
    }

    /** All windows of all views, each with the cells of its slices. */
    private static void forEachWindow(List<Cell> cells, java.util.function.BiConsumer<Window, List<Cell>> check) {
        for (View view : VIEWS.views()) {
            Grid grid = Grid.of(view);
            List<Cell> own = cells.stream()
                    .filter(cell -> cell.key().viewId().equals(view.id()))
                    .toList();
            TreeSet<Window> windows = new TreeSet<>();
            own.forEach(cell -> windows.addAll(grid.windowsOf(cell.key().sliceStartMillis())));
            for (Window window : windows) {
                List<Long> slices = grid.slicesOf(window);
                check.accept(
                        window,
                        own.stream()
                                .filter(cell -> slices.contains(cell.key().sliceStartMillis()))
                                .toList());
            }
        }
    }

    private static Cell cell(long slice, long mark, String key, long value) {
        return new Cell(new CellKey("v@1", slice, mark, Grid.NO_EARLY, key), sum(value));
    }

    private static Cell early(long early, long value) {
        return new Cell(new CellKey("v@1", 10, 20, early, "k"), sum(value));
    }

    private static Measures sum(long value) {
        return Measures.of(value * 1_000_000);
    }
}
