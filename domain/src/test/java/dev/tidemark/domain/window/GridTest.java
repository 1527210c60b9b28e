package dev.tidemark.domain.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.EarlyPanes;
import dev.tidemark.domain.view.Field;
import dev.tidemark.domain.view.Filter;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WindowSpec;
import dev.tidemark.domain.watermark.Watermarks;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times are small numbers of milliseconds, so that every row can be checked by hand. */
class GridTest {

    @ParameterizedTest(name = "size {0}, offset {1}: {2} lies in [{3}, {4})")
    @CsvSource({
        "10, 0, 0,   0,   10",
        "10, 0, 9,   0,   10",
        "10, 0, 10,  10,  20",
        "10, 0, -1,  -10, 0",
        "10, 0, -10, -10, 0",
        "10, 0, -11, -20, -10",
        "10, 3, 0,   -7,  3",
        "10, 3, 2,   -7,  3",
        "10, 3, 3,   3,   13",
        "10, 3, -7,  -7,  3",
        "10, 3, -8,  -17, -7",
        "10, 9, 8,   -1,  9",
        "1,  0, -5,  -5,  -4"
    })
    void fixedWindowsAreTheirOnlySlice(long size, long offset, long time, long start, long end) {
        Grid grid = Grid.of(fixed(size, offset));

        assertThat(grid.sliceStart(time)).isEqualTo(start);
        assertThat(grid.sliceEnd(start)).isEqualTo(end);
        assertThat(grid.windowsOf(start)).containsExactly(new Window(start, end));
        assertThat(grid.slicesOf(new Window(start, end))).containsExactly(start);
    }

    @ParameterizedTest(
            name = "size {0} every {1}, offset {2}: {3} lies in the slice [{4}, {5}) of the windows from {6}")
    @CsvSource({
        "20, 10, 0, 5,   0,   10, -10 0",
        "20, 10, 0, 10,  10,  20, 0 10",
        "20, 10, 0, -1,  -10, 0,  -20 -10",
        "20, 10, 3, 2,   -7,  3,  -17 -7",
        "10, 10, 0, 5,   0,   10, 0",
        // Size no multiple of every: slices of gcd(5, 2) = 1, and a slice is in two or three windows.
        "5,  2,  0, 4,   4,   5,  0 2 4",
        "5,  2,  0, 5,   5,   6,  2 4",
        "5,  2,  1, 5,   5,   6,  1 3 5",
        "5,  2,  0, -1,  -1,  0,  -4 -2",
        // gcd(6, 4) = 2.
        "6,  4,  0, 4,   4,   6,  0 4",
        "6,  4,  0, 7,   6,   8,  4",
        "6,  4,  0, 8,   8,   10, 4 8",
        "6,  4,  3, 7,   7,   9,  3 7",
    })
    void slidingWindowsAreUnionsOfSlices(
            long size, long every, long offset, long time, long start, long end, String windowStarts) {
        Grid grid = Grid.of(sliding(size, every, offset));

        assertThat(grid.sliceStart(time)).isEqualTo(start);
        assertThat(grid.sliceEnd(start)).isEqualTo(end);
        assertThat(grid.windowsOf(start))
                .extracting(Window::startMillis)
                .containsExactlyElementsOf(longs(windowStarts));
        assertThat(grid.windowsOf(start)).allMatch(window -> window.endMillis() - window.startMillis() == size);
    }

    @Test
    void aSlidingWindowIsMadeOfItsSlices() {
        assertThat(Grid.of(sliding(20, 10, 0)).slicesOf(new Window(-10, 10))).containsExactly(-10L, 0L);
        assertThat(Grid.of(sliding(6, 4, 3)).slicesOf(new Window(3, 9))).containsExactly(3L, 5L, 7L);
    }

    @Property
    void aTimeLiesInASlidingWindowExactlyWhenItsSliceDoes(
            @ForAll @LongRange(min = -1_000, max = 1_000) long time,
            @ForAll @IntRange(min = 1, max = 40) int every,
            @ForAll @IntRange(min = 0, max = 80) int beyond,
            @ForAll @IntRange(max = 39) int offset) {
        int size = every + beyond;
        int shift = offset % every;
        Grid grid = Grid.of(sliding(size, every, shift));
        long slice = grid.sliceStart(time);

        assertThat(slice).isLessThanOrEqualTo(time);
        assertThat(grid.sliceEnd(slice)).isGreaterThan(time);
        List<Window> holding = new ArrayList<>();
        for (long start = shift + Math.floorDiv(-2_000, every) * (long) every; start < 2_000; start += every) {
            if (start <= time && time < start + size) {
                holding.add(new Window(start, start + size));
            }
        }
        assertThat(grid.windowsOf(slice))
                .isEqualTo(holding.stream()
                        .filter(window -> window.endMillis() > time)
                        .toList());
        assertThat(grid.windowsOf(slice)).allSatisfy(window -> {
            assertThat(grid.slicesOf(window)).contains(slice);
            assertThat(grid.sliceEnd(
                            grid.slicesOf(window).get(grid.slicesOf(window).size() - 1)))
                    .isEqualTo(window.endMillis());
        });
    }

    /** Of the slice [0, 10) with q = 4: marks 10, 14, 18, … */
    @ParameterizedTest(name = "watermark {0}: mark {1}")
    @CsvSource({
        "-9223372036854775808, 10",
        "-1, 10",
        "0,  10",
        "9,  10",
        "10, 14",
        "11, 14",
        "13, 14",
        "14, 18",
        "15, 18",
        "1010, 1014"
    })
    void theMarkIsTheFirstOneStrictlyAfterTheWatermark(long watermark, long mark) {
        assertThat(Grid.of(fixed(10, 0, 8, 4)).markAfter(0, watermark)).isEqualTo(mark);
    }

    @Property
    void theMarkAgreesWithItsDefinition(
            @ForAll @LongRange(min = -100, max = 100) long slice,
            @ForAll @LongRange(min = -300, max = 300) long watermark,
            @ForAll @IntRange(min = 1, max = 17) int q) {
        Grid grid = Grid.of(fixed(10, 0, 0, q));
        long start = grid.sliceStart(slice);
        long expected = start + 10;
        while (expected <= watermark) {
            expected += q;
        }

        assertThat(grid.markAfter(start, watermark)).isEqualTo(expected);
        assertThat(grid.markAfter(start, Watermarks.UNKNOWN)).isEqualTo(start + 10);
    }

    @Test
    void theFinalMarkIsTheEndAndTheAllowedLateness() {
        assertThat(Grid.of(fixed(10, 0, 8, 4)).finalMark(new Window(20, 30))).isEqualTo(38);
        assertThat(Grid.of(fixed(10, 0)).finalMark(new Window(20, 30))).isEqualTo(30);
    }

    /** Of the slice [10, 20) of windows of 20 every 10, lateness 10, q = 5: they end at 20 and 30. */
    @ParameterizedTest(name = "a cell with mark {0} is published at {1}")
    @CsvSource(
            nullValues = "none",
            value = {"20, 20 30", "25, 25 30", "30, 30 30", "35, 35", "40, 40", "45, none", "1000, none"})
    void aCellIsPublishedByEachWindowAtItsEndOrTheMarkUntilTheFinalMark(long mark, String publishing) {
        Grid grid = Grid.of(sliding(20, 10, 0, 10, 5));

        assertThat(grid.publishingMarks(10, mark).boxed())
                .containsExactlyElementsOf(publishing == null ? List.of() : longs(publishing));
    }

    /** A window must be able to close over whole cells: its end and all later marks of it are marks of each slice. */
    @Property
    void everyMarkOfAWindowIsAMarkOfEachOfItsSlices(
            @ForAll @IntRange(min = 1, max = 5) int every,
            @ForAll @IntRange(min = 1, max = 5) int size,
            @ForAll @IntRange(min = 1, max = 4) int q,
            @ForAll @LongRange(min = -500, max = 500) long time,
            @ForAll @LongRange(min = -600, max = 900) long watermark) {
        Grid grid = Grid.of(sliding((long) (every + size) * q, (long) every * q, 0, 0, q));
        long slice = grid.sliceStart(time);

        for (Window window : grid.windowsOf(slice)) {
            long mark = grid.markAfter(slice, watermark);
            assertThat(Math.floorMod(window.endMillis() - grid.sliceEnd(slice), (long) q))
                    .isZero();
            assertThat(Grid.windowMark(window, mark)).isGreaterThanOrEqualTo(window.endMillis());
            if (watermark < window.endMillis()) {
                assertThat(Grid.windowMark(window, mark)).isEqualTo(window.endMillis());
            }
        }
    }

    /** Early panes at 3 + k·5 of received time, for the slice [0, 10). */
    @ParameterizedTest(name = "received at {0}, mark {1}: {2}")
    @CsvSource({
        "0,  10, 3",
        "2,  10, 3",
        "3,  10, 8",
        "7,  10, 8",
        "8,  10, 13",
        "-2, 10, 3",
        "-3, 10, -2",
        "8,  14, none",
        "0,  14, none"
    })
    void cellsOnTimeHaveTheFirstEarlyCoordinateAfterTheirArrival(long receivedAt, long mark, String early) {
        View view = new View(
                "v",
                "0",
                new Filter(List.of()),
                null,
                TimeDomain.EVENT,
                new WindowSpec.Fixed(millis(10), millis(0)),
                List.of(AggregateSpec.Exact.COUNT),
                millis(8),
                millis(4),
                new EarlyPanes(millis(5), millis(3)),
                1);

        assertThat(Grid.of(view).earlyAfter(0, mark, receivedAt))
                .isEqualTo(early.equals("none") ? Grid.NO_EARLY : Long.parseLong(early));
    }

    @Test
    void aViewWithoutEarlyPanesHasNoEarlyCoordinate() {
        assertThat(Grid.of(fixed(10, 0)).earlyAfter(0, 10, 5)).isEqualTo(Grid.NO_EARLY);
    }

    /** One day of Seoul is one slice: 9 hours ahead of UTC, no daylight-saving time. */
    @Test
    void calendarWindowsAreTheirOnlySlice() {
        Grid grid = Grid.of(
                view(new WindowSpec.Calendar(WindowSpec.Unit.DAY, DayOfWeek.MONDAY, ZoneId.of("Asia/Seoul")), 0, 1));
        long hour = 3_600_000;
        Window first = new Window(-9 * hour, 15 * hour);

        assertThat(grid.sliceStart(0)).isEqualTo(first.startMillis());
        assertThat(grid.sliceStart(15 * hour - 1)).isEqualTo(first.startMillis());
        assertThat(grid.sliceStart(15 * hour)).isEqualTo(15 * hour);
        assertThat(grid.sliceEnd(first.startMillis())).isEqualTo(first.endMillis());
        assertThat(grid.windowsOf(first.startMillis())).containsExactly(first);
        assertThat(grid.slicesOf(first)).containsExactly(first.startMillis());
    }

    /** Buckets of 10 from the epoch, marks every 5 from their end + 10, lateness 15. */
    @ParameterizedTest(name = "an event at {0} under the watermark {1}: bucket {2}, mark {3}, due at {4}")
    @CsvSource({
        "0, -100, 0, 20, 30",
        "9, 19, 0, 20, 30",
        "9, 20, 0, 25, 30",
        "9, 27, 0, 30, 30",
        "9, 34, 0, 35, 35",
        "9, 35, 0, 40, ''",
        "10, 35, 10, 40, 40",
        "-1, -100, -10, 10, 20"
    })
    void aSessionsSlicesAreBucketsWhoseMarksBeginAGapAfterTheirEnd(
            long time, long watermark, long bucket, long mark, String due) {
        Grid grid = Grid.of(view(new WindowSpec.Session(millis(10), WindowSpec.Boundary.EXCLUSIVE), 15, 5));

        assertThat(grid.sliceStart(time)).isEqualTo(bucket);
        assertThat(grid.sliceEnd(bucket)).isEqualTo(bucket + 10);
        assertThat(grid.markAfter(bucket, watermark)).isEqualTo(mark);
        assertThat(grid.publishingMarks(bucket, mark).mapToObj(Long::toString).toList())
                .isEqualTo(due.isEmpty() ? List.of() : List.of(due));
        assertThat(grid.windowsOf(bucket)).containsExactly(new Window(bucket, bucket + 10));
        assertThat(grid.finalMark(new Window(bucket, bucket + 10))).isEqualTo(bucket + 10 + 20 + 15);
    }

    @Test
    void aWindowEndsAfterItStartsAndPrintsAsHalfOpen() {
        assertThat(new Window(0, 60_000)).hasToString("[1970-01-01T00:00:00.000Z..1970-01-01T00:01:00.000Z)");
        assertThatThrownBy(() -> new Window(1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Window(0, 1)).isLessThan(new Window(0, 2)).isLessThan(new Window(1, 2));
    }

    private static List<Long> longs(String text) {
        return java.util.Arrays.stream(text.split(" ")).map(Long::valueOf).toList();
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    private static View fixed(long size, long offset) {
        return fixed(size, offset, 0, 1);
    }

    private static View fixed(long size, long offset, long lateness, long q) {
        return view(new WindowSpec.Fixed(millis(size), millis(offset)), lateness, q);
    }

    private static View sliding(long size, long every, long offset) {
        return sliding(size, every, offset, 0, 1);
    }

    private static View sliding(long size, long every, long offset, long lateness, long q) {
        return view(new WindowSpec.Sliding(millis(size), millis(every), millis(offset)), lateness, q);
    }

    private static View view(WindowSpec window, long lateness, long q) {
        Field key = window instanceof WindowSpec.Session ? new Field.DeviceId() : null;
        return new View(
                "v",
                "0",
                new Filter(List.of()),
                key,
                TimeDomain.EVENT,
                window,
                List.of(AggregateSpec.Exact.COUNT),
                millis(lateness),
                millis(q),
                null,
                1);
    }
}
