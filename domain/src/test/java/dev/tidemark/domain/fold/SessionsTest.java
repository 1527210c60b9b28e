package dev.tidemark.domain.fold;

import static dev.tidemark.domain.fold.Logs.event;
import static dev.tidemark.domain.fold.Logs.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.EventSpan;
import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.SessionGrid;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Times are seconds. The gap is 10 s, so buckets are [0..10), [10..20), …; q is 5 s and the allowed lateness 20 s. A bucket
 * that ends at 10 has the marks 20, 25, … 40, and a session whose last event lies in it closes at 30.
 */
class SessionsTest {

    private static final Views VIEWS = Logs.views("""
            watermark: {outOfOrderness: P1D, heartbeatEvery: PT10S, idleBound: P1D}
            deduplicateFor: P1D
            views:
              - {name: exclusive, key: deviceId, window: {session: PT10S}, aggregates: [sum],
                 allowedLateness: PT20S, latePaneEvery: PT5S}
              - {name: inclusive, key: deviceId, window: {session: PT10S, boundary: inclusive}, aggregates: [sum],
                 allowedLateness: PT20S, latePaneEvery: PT5S}
            """);

    private final List<LogRecord> log = new ArrayList<>();

    @Test
    void eventsLessThanAGapApartAreOneSession() {
        happens(1, 5, 14, 23, 35);

        assertThat(published(1_000)).containsExactly("50 [1..33) ON_TIME 4 sum 43", "60 [35..45) ON_TIME 1 sum 35");
    }

    @ParameterizedTest(name = "{0}: {1} and {2}")
    @CsvSource({
        "exclusive, 3.000, 12.999, 1",
        "exclusive, 3.000, 13.000, 2",
        "inclusive, 3.000, 13.000, 1",
        "inclusive, 3.000, 13.001, 2",
        "exclusive, 0.000, 9.999, 1",
        "exclusive, 0.000, 10.000, 2",
        "inclusive, 0.000, 10.000, 1",
        "exclusive, 9.999, 10.000, 1",
        "inclusive, 9.999, 20.000, 2"
    })
    void theBoundaryDecidesAboutEventsExactlyOneGapApart(String view, double first, double second, int sessions) {
        log.add(events("d", 0, event("a", "t", Math.round(first * 1000), "1")));
        log.add(events("d", 0, event("b", "t", Math.round(second * 1000), "1")));

        assertThat(Sessions.of(grid(view), "d", cells(view), Long.MAX_VALUE)).hasSize(sessions);
    }

    @Test
    void aBucketsFirstMarkIsItsEndAndAGap() {
        watermark(19);
        happens(3);
        watermark(20);
        happens(4);

        assertThat(shard().cells)
                .containsEntry(cell(0, 20), Measures.of(Micros.parse("3")).with(new EventSpan(3_000, 3_000)))
                .containsEntry(cell(0, 25), Measures.of(Micros.parse("4")).with(new EventSpan(4_000, 4_000)));
    }

    @Test
    void aSessionIsPublishedAtItsCloseAndNotBefore() {
        happens(3, 12);

        assertThat(published(39)).isEmpty();
        assertThat(published(40)).containsExactly("40 [3..22) ON_TIME 2 sum 15");
    }

    @Test
    void aLateEventInTheMiddleChangesTheSessionAndWithdrawsNothing() {
        happens(1, 9, 18);
        watermark(42);
        happens(11);

        assertThat(published(1_000))
                .as("the bucket [10..20) takes it until 50, and 42 lies before its mark 45")
                .containsExactly("40 [1..28) ON_TIME 3 sum 28", "45 [1..28) LATE 4 sum 39 adds 11");
    }

    /** The session's last bucket is [10..20); the late event's own bucket is [0..10), and settles earlier. */
    @Test
    void aLateEventBeforeTheCloseIsPartOfTheSessionOnTime() {
        happens(9, 18);
        watermark(24);
        happens(4);

        assertThat(published(1_000)).containsExactly("40 [4..28) ON_TIME 3 sum 31");
    }

    @Test
    void aLateEventThatProlongsASessionInItsLastBucketWithdrawsTheShorterOne() {
        happens(1);
        watermark(31);
        happens(5);

        assertThat(published(1_000))
                .containsExactly("30 [1..11) ON_TIME 1 sum 1", "35 [1..15) LATE 2 sum 6 adds 5 withdraws [1..11)");
    }

    @Test
    void aLateEventThatJoinsTwoPublishedSessionsWithdrawsBoth() {
        happens(5, 22);
        watermark(50);
        happens(14);

        assertThat(published(1_000))
                .as("14 lies in [10..20), which takes it at 50 for the last time; it comes after that")
                .containsExactly("30 [5..15) ON_TIME 1 sum 5", "50 [22..32) ON_TIME 1 sum 22");

        log.clear();
        happens(5, 22);
        watermark(44);
        happens(14);

        assertThat(published(1_000))
                .as("at 45 the second one is not closed yet; it is published whole at its close")
                .containsExactly(
                        "30 [5..15) ON_TIME 1 sum 5",
                        "50 [5..15) withdrawn by [5..32)",
                        "50 [5..32) ON_TIME 3 sum 41 adds 36 withdraws [5..15)");

        log.clear();
        happens(5, 19.5);
        watermark(42);
        happens(12);

        assertThat(published(1_000))
                .containsExactly(
                        "30 [5..15) ON_TIME 1 sum 5",
                        "40 [19.5..29.5) ON_TIME 1 sum 19.5",
                        "45 [5..15) withdrawn by [5..29.5)",
                        "45 [5..29.5) LATE 3 sum 36.5 adds 12 withdraws [5..15) [19.5..29.5)");
    }

    @Test
    void whatComesBeyondItsBucketsLatenessIsInNoSession() {
        happens(1);
        watermark(40);
        happens(2);

        assertThat(shard().cells).containsKey(cell(0, 45));
        assertThat(published(1_000)).containsExactly("30 [1..11) ON_TIME 1 sum 1");
    }

    @Test
    void aLongSessionIsPublishedOnceAtItsEnd() {
        for (int second = 0; second < 10_000; second += 7) {
            happens(second);
        }

        assertThat(Sessions.of(grid("exclusive"), "d", cells("exclusive"), Long.MAX_VALUE))
                .singleElement()
                .satisfies(pane -> {
                    assertThat(pane.total().count()).isEqualTo(1_429);
                    assertThat(pane.total().span()).isEqualTo(new EventSpan(0, 9_996_000));
                    assertThat(pane.timing()).isEqualTo(Timing.ON_TIME);
                });
    }

    @Test
    void aCellIsDueWhereItCanShow() {
        watermark(42);
        Step step = new Logs.Shard(VIEWS)
                .step(Logs.log(log.get(0), events("d", 0, event("a", "t", 35_000, "1"), event("b", "t", 15_000, "1"))));

        assertThat(step.due())
                .filteredOn(due -> due.viewId().equals(view("exclusive").id()))
                .as("[30..40) at its close 60; [10..20) at the cell's mark 45, which is after the close 40")
                .containsExactlyInAnyOrder(
                        new DueSlice(TimeDomain.EVENT, 60_000, view("exclusive").id(), 30_000),
                        new DueSlice(TimeDomain.EVENT, 45_000, view("exclusive").id(), 10_000));
    }

    @Test
    void whatIsOpenHasWhatItsCellsHold() {
        happens(3, 12, 40);

        assertThat(Sessions.open(grid("exclusive"), "d", cells("exclusive"), 39_000))
                .extracting(SessionsTest::print)
                .containsExactly("40 [3..22) ON_TIME 2 sum 15", "70 [40..50) ON_TIME 1 sum 40");
        assertThat(Sessions.open(grid("exclusive"), "d", cells("exclusive"), 40_000))
                .extracting(SessionsTest::print)
                .containsExactly("70 [40..50) ON_TIME 1 sum 40");
    }

    /** One event at each of these seconds, of the value of its second. */
    private void happens(double... seconds) {
        for (double second : seconds) {
            String value = String.valueOf(second).replaceAll("\\.0$", "");
            log.add(events("d", 0, event("e" + log.size(), "t", Math.round(second * 1000), value)));
        }
    }

    private void watermark(long second) {
        log.add(new LogRecord.Watermark(second * 1_000));
    }

    private List<String> published(long upToSecond) {
        return Sessions.of(grid("exclusive"), "d", cells("exclusive"), upToSecond * 1_000).stream()
                .map(SessionsTest::print)
                .toList();
    }

    private Logs.Shard shard() {
        return new Logs.Shard(VIEWS).steps(Logs.log(log));
    }

    private SessionCells cells(String view) {
        SessionCells cells = new SessionCells(grid(view));
        shard().cells().stream()
                .filter(cell -> cell.key().viewId().equals(view(view).id()))
                .forEach(cells::add);
        return cells;
    }

    private static View view(String name) {
        return VIEWS.named(name).orElseThrow();
    }

    private static SessionGrid grid(String view) {
        return SessionGrid.of(view(view));
    }

    private static CellKey cell(long bucketSecond, long markSecond) {
        return new CellKey(view("exclusive").id(), bucketSecond * 1_000, markSecond * 1_000, Grid.NO_EARLY, "d");
    }

    private static String print(SessionPane pane) {
        String text = seconds(pane.markMillis()) + " " + print(pane.session());
        if (pane.isRetraction()) {
            return text + " withdrawn by " + print(pane.into());
        }
        text += " " + pane.timing() + " " + pane.total().count() + " sum "
                + pane.total().sumDecimal();
        if (!pane.delta().equals(pane.total())) {
            text += " adds " + pane.delta().sumDecimal();
        }
        if (!pane.retracts().isEmpty()) {
            text += " withdraws "
                    + String.join(
                            " ",
                            pane.retracts().stream().map(SessionsTest::print).toList());
        }
        return text;
    }

    private static String print(dev.tidemark.domain.window.Window window) {
        return "[" + seconds(window.startMillis()) + ".." + seconds(window.endMillis()) + ")";
    }

    private static String seconds(long millis) {
        return java.math.BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
    }
}
