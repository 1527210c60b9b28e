package dev.tidemark.platform.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.domain.view.ViewsParser;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** One key over many windows is a few queries, and what they find is what was asked for, whatever else is there. */
class PaneQueryTest {

    private static final long NOON = IsoInstant.parse("2026-11-22T12:00:00Z");
    private static final long MINUTE = 60_000;
    private static final MeasureValues VALUES = new MeasureValues(1, 0, null, null, null);

    @Test
    void oneKeyOverAThousandWindowsIsSixteenOrSeventeenQueries() {
        View view = view("key: type\n    window: {fixed: PT1M}");
        for (long from = NOON; from < NOON + 64 * MINUTE; from += MINUTE) {
            assertThat(PaneQuery.ofKey(view, "k", from, from + 1_000 * MINUTE).ranges())
                    .hasSizeBetween(16, 17);
        }
    }

    @Test
    void theWindowsOfABlockAreOneQueryForAllKeysAndOneForEachOfMoreBuckets() {
        long block = Math.floorDiv(NOON, 64 * MINUTE) * 64 * MINUTE;
        assertThat(PaneQuery.ofWindows(view("key: type\n    window: {fixed: PT1M}"), block, block + 64 * MINUTE)
                        .ranges())
                .hasSize(1);
        PaneQuery spread = PaneQuery.ofWindow(view("key: type\n    window: {fixed: PT1M}\n    buckets: 4"), NOON);
        assertThat(spread.ranges()).hasSize(4).extracting(ItemRange::partition).doesNotHaveDuplicates();
        assertThat(spread.size()).isEqualTo(4);
    }

    @Test
    void noWindowsAreNoQueries() {
        View view = view("key: type\n    window: {fixed: PT1M}");
        assertThat(PaneQuery.ofWindows(view, NOON, NOON).ranges()).isEmpty();
        assertThat(PaneQuery.ofWindows(view, NOON, NOON).size()).isZero();
        assertThatThrownBy(() -> PaneQuery.ofWindows(view, NOON, NOON - 1))
                .hasMessage("from <= to does not hold: from is " + NOON + ", to is " + (NOON - 1));
    }

    /** Keys that look like another key's panes: {@code a#<window>} sorts among the panes of {@code a}. */
    @Test
    void aKeyThatLooksLikeAnotherKeysPaneIsNotTaken() {
        View view = view("key: type\n    window: {fixed: PT1M}");
        String stranger = "a#" + new Interval(NOON, NOON + MINUTE) + "#" + IsoInstant.format(NOON + MINUTE) + "#-";
        NavigableMap<String, NavigableMap<String, WindowItem>> table = new TreeMap<>();
        put(table, view, "a", NOON, NOON + MINUTE);
        put(table, view, stranger, NOON, NOON + MINUTE);

        assertThat(read(table, PaneQuery.ofKey(view, "a", NOON, NOON + MINUTE)))
                .singleElement()
                .satisfies(pane -> assertThat(pane.at().key()).isEqualTo("a"));
        assertThat(read(table, PaneQuery.ofKey(view, stranger, NOON, NOON + MINUTE)))
                .hasSize(1);
        assertThat(read(table, PaneQuery.ofWindow(view, NOON))).hasSize(2);
    }

    @Property(tries = 200)
    void whatIsReadIsWhatWasAskedFor(
            @ForAll @IntRange(max = 4) int shape,
            @ForAll @IntRange(min = 1, max = 3) int buckets,
            @ForAll @LongRange(max = 40_000_000_000L) long from,
            @ForAll @LongRange(max = 40_000_000_000L) long wide,
            @ForAll boolean oneKey) {
        View view = view(List.of(
                                "key: type\n    window: {fixed: P7D}",
                                "key: type\n    window: {sliding: P2D, every: P1D}\n    latePaneEvery: P1D",
                                "key: type\n    window: {calendar: day, zone: Europe/Berlin}",
                                "key: type\n    window: {calendar: month, zone: Asia/Seoul}",
                                "key: deviceId\n    window: {session: P1D}")
                        .get(shape)
                + "\n    buckets: " + buckets);
        Grid grid = Grid.of(view);
        TreeSet<Window> windows = new TreeSet<>();
        for (long slice = grid.sliceStart(0); slice < 90_000_000_000L; slice = grid.sliceEnd(slice)) {
            windows.addAll(grid.windowsOf(slice));
        }
        NavigableMap<String, NavigableMap<String, WindowItem>> table = new TreeMap<>();
        List<String> keys = List.of("", "a", "a#", "a#b", "b");
        for (Window window : windows) {
            for (String key : keys) {
                put(table, view, key, window.startMillis(), window.endMillis());
            }
        }
        PaneQuery query = new PaneQuery(view, oneKey ? "a#" : null, from, from + wide);

        List<String> wanted = new ArrayList<>();
        windows.forEach(window -> keys.stream()
                .filter(key -> !oneKey || key.equals("a#"))
                .filter(key -> from <= window.startMillis() && window.startMillis() < from + wide)
                .forEach(key -> wanted.add(key + window)));
        assertThat(read(table, query).stream()
                        .map(pane -> pane.at().key()
                                + new Window(
                                        pane.window().startMillis(),
                                        pane.window().endMillis())))
                .containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(query.size()).isEqualTo(query.ranges().size());
    }

    private static void put(
            Map<String, NavigableMap<String, WindowItem>> table, View view, String key, long start, long end) {
        PaneItem pane = new PaneItem(
                view.id(),
                PaneBlock.of(view, start, key),
                new Interval(start, end),
                new MarkKey(end, key),
                "ON_TIME",
                0,
                VALUES,
                VALUES,
                Map.of());
        table.computeIfAbsent(pane.key().partition(), any -> new TreeMap<>())
                .put(pane.key().sort(), pane);
    }

    private static List<WindowItem> read(Map<String, NavigableMap<String, WindowItem>> table, PaneQuery query) {
        return query.read(range -> table.getOrDefault(range.partition(), new TreeMap<>()).entrySet().stream()
                        .filter(item -> range.contains(item.getKey()))
                        .flatMap(item -> Stream.of(item.getValue())))
                .toList();
    }

    private static View view(String text) {
        String late = text.contains("latePaneEvery") ? "" : "latePaneEvery: PT1M\n    ";
        try {
            return ViewsParser.parse("""
                            watermark: {outOfOrderness: PT30S, heartbeatEvery: PT1M, idleBound: PT2M}
                            deduplicateFor: PT2H
                            views:
                              - name: v
                                aggregates: [count]
                                allowedLateness: PT0S
                                %s%s
                            """.formatted(late, text), "views.yaml")
                    .views()
                    .get(0);
        } catch (ViewsException e) {
            throw new AssertionError(e);
        }
    }
}
