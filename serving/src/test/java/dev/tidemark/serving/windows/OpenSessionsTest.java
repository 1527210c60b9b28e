package dev.tidemark.serving.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.window.SessionGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How far sessions are read from buckets of a minute. Times are mm:ss after 12 o'clock. */
class OpenSessionsTest {

    private final BookLog book = new BookLog(
            "window: {session: PT1M, boundary: inclusive}", "allowedLateness: PT10M", "latePaneEvery: PT1M");
    private final Map<Long, List<Cell>> cells =
            book.cells.stream().collect(Collectors.groupingBy(cell -> cell.key().sliceStartMillis()));

    /** The nine at 01:26 comes behind the watermark 12:06 and joins what lies on both sides of it. */
    @Test
    void aSessionIsReadToBothSidesOfWhatIsDue() {
        assertThat(open("06:00", "01:00")).containsExactly("00:26..05:19 of 36");
    }

    @Test
    void noBucketIsReadTwice() {
        List<Long> read = new ArrayList<>();
        TreeSet<Long> due = new TreeSet<>(cells.keySet());
        OpenSessions.of(
                SessionGrid.of(book.view),
                bucket -> {
                    read.add(bucket);
                    return cells.getOrDefault(bucket, List.of());
                },
                due,
                Long.MIN_VALUE);
        assertThat(read).doesNotHaveDuplicates().containsAll(due);
    }

    @Test
    void whatIsDueNowhereIsNotOpen() {
        assertThat(open("29:00", "01:00", "07:00")).isEmpty();
    }

    private List<String> open(String published, String... due) {
        TreeSet<Long> buckets = new TreeSet<>();
        for (String bucket : due) {
            buckets.add(BookLog.at(bucket));
        }
        Map<String, Measures> sessions = new TreeMap<>();
        OpenSessions.of(
                        SessionGrid.of(book.view),
                        bucket -> cells.getOrDefault(bucket, List.of()),
                        buckets,
                        BookLog.at(published))
                .values()
                .forEach(keys -> keys.values()
                        .forEach(pane -> sessions.put(
                                clock(pane.session().startMillis()) + ".."
                                        + clock(pane.session().endMillis()),
                                pane.total())));
        return sessions.entrySet().stream()
                .map(session -> session.getKey() + " of " + session.getValue().sumDecimal())
                .toList();
    }

    private static String clock(long millis) {
        return IsoInstant.format(millis).substring(14, 19);
    }
}
