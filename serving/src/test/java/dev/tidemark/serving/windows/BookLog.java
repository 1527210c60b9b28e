package dev.tidemark.serving.windows;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.event.TimeQuality;
import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.fold.Moment;
import dev.tidemark.domain.fold.Pane;
import dev.tidemark.domain.fold.Panes;
import dev.tidemark.domain.fold.SeenEvents;
import dev.tidemark.domain.fold.ShardFold;
import dev.tidemark.domain.fold.ShardRecord;
import dev.tidemark.domain.fold.Step;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.domain.view.ViewsParser;
import dev.tidemark.domain.watermark.ShardTime;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The nine scores of <i>Streaming Systems</i> under its heuristic watermark, with a heartbeat at :35 of each minute, folded by
 * one shard. Times are mm:ss after 12 o'clock.
 */
final class BookLog {

    /** value, event time, processing time */
    private static final List<String> SCORES = List.of(
            "5 00:26 05:19",
            "7 02:26 05:39",
            "3 03:39 06:13",
            "4 04:19 06:39",
            "8 03:06 07:06",
            "3 06:39 07:19",
            "9 01:26 08:19",
            "8 07:26 08:39",
            "1 07:46 09:00");

    /** watermark, processing time */
    private static final List<String> HEURISTIC = List.of("02:00 06:00", "04:00 07:30", "06:00 07:40", "08:00 09:30");

    final View view;
    final List<Cell> cells;
    private final List<Moment> moments;

    /** The log, folded for a view with these further lines. */
    BookLog(String... lines) {
        this(SCORES, HEURISTIC, lines);
    }

    /**
     * Another log of the same kind.
     *
     * @param scores each value, event time, processing time
     * @param watermarks each watermark, processing time
     */
    BookLog(List<String> scores, List<String> watermarks, String... lines) {
        Views views = views(lines);
        view = views.views().get(0);
        List<ShardRecord> records = records(scores, watermarks);
        Step step = new ShardFold(views)
                .fold(
                        records,
                        ShardTime.START,
                        new SeenEvents(views.deduplicateFor().toMillis()));
        cells = step.cells().entrySet().stream()
                .map(cell -> new Cell(cell.getKey(), cell.getValue().onto(Measures.EMPTY, Sequence.NONE)))
                .toList();
        moments = step.moments();
    }

    /** The panes of all windows up to 12:30. */
    List<Pane> panes() {
        Grid grid = Grid.of(view);
        TreeSet<Window> windows = new TreeSet<>();
        cells.forEach(cell -> windows.addAll(grid.windowsOf(cell.key().sliceStartMillis())));
        List<Pane> panes = new ArrayList<>();
        for (Window window : windows) {
            List<Long> slices = grid.slicesOf(window);
            panes.addAll(Panes.of(
                    window,
                    cells.stream()
                            .filter(cell -> slices.contains(cell.key().sliceStartMillis()))
                            .toList(),
                    Math.min(at("30:00"), grid.finalMark(window)),
                    early -> fired(window, early)));
        }
        return panes;
    }

    static long at(String clock) {
        return IsoInstant.parse("2026-11-22T12:" + clock + "Z");
    }

    private boolean fired(Window window, long early) {
        return moments.stream()
                .filter(moment -> moment.receivedMillis() >= early)
                .findFirst()
                .filter(moment -> moment.eventMillis() < window.endMillis())
                .isPresent();
    }

    private static List<ShardRecord> records(List<String> scores, List<String> watermarks) {
        TreeMap<String, LogRecord> byTime = new TreeMap<>();
        for (String watermark : watermarks) {
            String[] at = watermark.split(" ");
            byTime.put(at[1] + " 0", new LogRecord.Watermark(at(at[0])));
        }
        for (int minute = 5; minute <= 10; minute++) {
            String tick = "%02d:35".formatted(minute);
            byTime.put(tick + " 2", new LogRecord.Heartbeat(at(tick)));
        }
        for (String score : scores) {
            String[] at = score.split(" ");
            LoggedEvent event = new LoggedEvent(
                    score, "score", null, new EventTime(at(at[1]), TimeQuality.TRUSTED), Micros.parse(at[0]), Map.of());
            byTime.put(
                    at[2] + " 1",
                    new LogRecord.Events(
                            "team",
                            at(at[2]),
                            "r",
                            List.of(new LoggedEnvelope(null, null, ClockOffset.none(), List.of(event)))));
        }
        List<ShardRecord> records = new ArrayList<>();
        byTime.values()
                .forEach(record -> records.add(
                        new ShardRecord.Readable(Sequence.pad(Integer.toString(records.size() + 1)), record)));
        return records;
    }

    private static Views views(String... lines) {
        try {
            return ViewsParser.parse("""
                    watermark: {outOfOrderness: PT1H, heartbeatEvery: PT1M, idleBound: PT1H, requestLifetime: PT0S}
                    deduplicateFor: PT1H
                    views:
                      - name: scores
                        key: deviceId
                        aggregates: [sum]
                    """ + "    " + String.join("\n    ", lines) + "\n", "views.yaml");
        } catch (ViewsException e) {
            throw new AssertionError(e);
        }
    }
}
