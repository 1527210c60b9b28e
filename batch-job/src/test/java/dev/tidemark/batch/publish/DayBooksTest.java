package dev.tidemark.batch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.state.ViewDay;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the books forget holds no view back, and lets none pass. */
class DayBooksTest {

    private static final long DAY = 86_400_000L;
    private static final Map<String, Long> FINAL = Map.of("v", 100 * DAY);

    private static ViewDay day(long number, boolean verified) {
        return new ViewDay(number, "v", "r", verified, 1, 0);
    }

    private static Map<String, Long> through(List<ViewDay> days) {
        return DayIndex.verifiedThrough(days, FINAL, (view, day) -> false);
    }

    @Test
    void aDayWithoutWindowsBeforeTheOneThatHoldsBackDoesNotTakeTheBoundary() {
        List<ViewDay> days = List.of(day(10, true), day(11, true), day(14, false), day(15, true), day(20, true));

        List<ViewDay> within = DayBooks.within(days, 20);

        assertThat(within).containsExactly(day(11, true), day(14, false), day(20, true));
        assertThat(through(within)).isEqualTo(through(days)).containsExactly(Map.entry("v", 14 * DAY));
    }

    @Test
    void aViewThatNothingHoldsBackBeginsWithTheFirstDayThatStays() {
        List<ViewDay> within = DayBooks.within(List.of(day(10, true), day(11, true), day(20, true)), 15);

        assertThat(within).containsExactly(day(20, true));
        assertThat(through(within)).containsExactly(Map.entry("v", 21 * DAY));
    }
}
