package dev.tidemark.domain.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.WindowSpec;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.SessionGrid;
import dev.tidemark.domain.window.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The order of events inside what the watermark allows: the watermark stays 30 s behind the latest event, and records are
 * shuffled among those whose events lie less than 30 s apart. No event is late in either order, so no final pane differs.
 */
class PermutationProperties {

    private static final long OUT_OF_ORDERNESS = 30_000;

    private static final Views VIEWS = Logs.views("""
            watermark: {outOfOrderness: PT30S, heartbeatEvery: PT10S, idleBound: PT30S}
            deduplicateFor: PT1H
            views:
              - {name: fixed, key: deviceId, window: {fixed: PT20S}, aggregates: [sum]}
              - {name: sliding, key: type, window: {sliding: PT50S, every: PT20S}, aggregates: [sum],
                 allowedLateness: PT20S, latePaneEvery: PT10S}
              - {name: calendar, key: none, window: {calendar: day, zone: Europe/Berlin}, aggregates: [sum]}
              - {name: sessions, key: deviceId, window: {session: PT7S}, aggregates: [sum],
                 allowedLateness: PT20S, latePaneEvery: PT10S}
            """);

    @Property(tries = 200)
    void anyOrderInsideWhatTheWatermarkAllowsGivesTheSameFinalPanes(@ForAll Random random) {
        List<LogRecord.Events> inOrder = new ArrayList<>();
        long now = random.nextInt(100_000);
        for (int i = 0; i < 80; i++) {
            now += random.nextInt(8_000);
            inOrder.add(Logs.events(
                    "d" + random.nextInt(3),
                    now,
                    Logs.event(
                            "e" + i, random.nextBoolean() ? "t" : "u", now, Integer.toString(random.nextInt(1_000)))));
        }

        List<String> expected = finals(inOrder);

        assertThat(expected).isNotEmpty();
        assertThat(finals(shuffled(inOrder, random))).isEqualTo(expected);
    }

    /** Shuffles among neighbours whose events all lie less than 30 s apart. */
    private static List<LogRecord.Events> shuffled(List<LogRecord.Events> inOrder, Random random) {
        List<LogRecord.Events> records = new ArrayList<>(inOrder);
        for (int from = 0; from < records.size(); ) {
            int to = from + 1;
            while (to < records.size()
                    && time(records.get(to)) - time(records.get(from)) < OUT_OF_ORDERNESS
                    && to - from < 8) {
                to++;
            }
            Collections.shuffle(records.subList(from, to), random);
            from = to;
        }
        return records;
    }

    private static long time(LogRecord.Events record) {
        return record.receivedAtMillis();
    }

    /** Each window's and each standing session's last pane, once everything is closed. */
    private static List<String> finals(List<LogRecord.Events> records) {
        List<Cell> cells = new Logs.Shard(VIEWS).steps(Logs.log(records)).cells();
        List<String> finals = new ArrayList<>();
        for (View view : VIEWS.views()) {
            List<Cell> own = cells.stream()
                    .filter(cell -> cell.key().viewId().equals(view.id()))
                    .toList();
            finals.addAll(view.window() instanceof WindowSpec.Session ? sessions(view, own) : windows(view, own));
        }
        return finals;
    }

    private static List<String> windows(View view, List<Cell> cells) {
        Grid grid = Grid.of(view);
        TreeSet<Window> windows = new TreeSet<>();
        cells.forEach(cell -> windows.addAll(grid.windowsOf(cell.key().sliceStartMillis())));
        Map<String, String> last = new TreeMap<>();
        for (Window window : windows) {
            List<Long> slices = grid.slicesOf(window);
            List<Cell> own = cells.stream()
                    .filter(cell -> slices.contains(cell.key().sliceStartMillis()))
                    .toList();
            Panes.of(window, own, grid.finalMark(window))
                    .forEach(pane -> last.put(view.name() + window + pane.key(), pane.timing() + " " + pane.total()));
        }
        return last.entrySet().stream().map(Object::toString).toList();
    }

    private static List<String> sessions(View view, List<Cell> cells) {
        SessionGrid grid = SessionGrid.of(view);
        Map<String, SessionCells> byKey = new TreeMap<>();
        cells.forEach(cell -> byKey.computeIfAbsent(cell.key().key(), key -> new SessionCells(grid))
                .add(cell));
        List<String> sessions = new ArrayList<>();
        byKey.forEach((key, own) -> {
            Map<Window, SessionPane> last = new HashMap<>();
            Sessions.of(grid, key, own, Long.MAX_VALUE).forEach(pane -> last.put(pane.bucket(), pane));
            last.values().stream()
                    .filter(pane -> !pane.isRetraction())
                    .map(pane -> key + pane.session() + pane.timing() + pane.total())
                    .sorted()
                    .forEach(sessions::add);
        });
        return sessions;
    }
}
