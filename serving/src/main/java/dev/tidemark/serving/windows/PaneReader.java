package dev.tidemark.serving.windows;

import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.fold.Pane;
import dev.tidemark.domain.fold.Panes;
import dev.tidemark.domain.fold.SessionCells;
import dev.tidemark.domain.fold.SessionPane;
import dev.tidemark.domain.fold.Sessions;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WindowSpec;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.SessionGrid;
import dev.tidemark.domain.window.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Panes read after the fact: those that were published, in any reading; or, from the cells, those that would have been
 * published with another allowed lateness. Reads a view's whole part of the tables.
 */
final class PaneReader {

    private final GridStore store;
    private final StoredPanes stored;

    PaneReader(GridStore store, StoredPanes stored) {
        this.store = store;
        this.stored = stored;
    }

    /** The published panes of a view, or with a lateness of its own what the cells give. */
    List<WindowRow> rows(View view, WindowQuery query, PaneReading reading, boolean fromCells) {
        long watermark = watermark(view, query);
        if (view.window() instanceof WindowSpec.Session) {
            List<SessionPane> panes = fromCells ? sessions(view, watermark) : publishedSessions(view);
            return selected(
                    view,
                    PaneRows.ofSessions(view, upTo(panes, watermark), reading, true, open(view, query), watermark),
                    query);
        }
        List<Pane> panes = new ArrayList<>(fromCells ? panes(view, watermark) : publishedPanes(view));
        panes.removeIf(pane -> pane.markMillis() > watermark);
        panes.sort(Comparator.comparing(Pane::window).thenComparing(Pane::key).thenComparingInt(Pane::index));
        return selected(view, PaneRows.of(view, panes, reading, watermark), query);
    }

    private List<Pane> publishedPanes(View view) {
        return stored.all(view).map(PublishedPanes::pane).toList();
    }

    /** The panes of a session view, withdrawals among them. */
    private List<SessionPane> publishedSessions(View view) {
        return stored.all(view).map(PublishedPanes::session).toList();
    }

    private long watermark(View view, WindowQuery query) {
        return Math.min(store.published(view.time()), query.asOfMillis().orElse(Long.MAX_VALUE));
    }

    private static List<SessionPane> upTo(List<SessionPane> panes, long watermark) {
        return panes.stream().filter(pane -> pane.markMillis() <= watermark).toList();
    }

    private static List<WindowRow> selected(View view, List<WindowRow> rows, WindowQuery query) {
        return new ArrayList<>(rows.stream()
                .filter(row -> query.includes(view, row.window()) && query.includes(row.key()))
                .sorted(WindowRow.ORDER)
                .toList());
    }

    private List<WindowRow> open(View view, WindowQuery query) {
        if (query.asOfMillis().isPresent()) {
            return List.of();
        }
        SessionGrid grid = SessionGrid.of(view);
        long published = store.published(view.time());
        List<WindowRow> open = new ArrayList<>();
        byKey(view, grid).forEach((key, cells) -> Sessions.open(grid, key, cells, published)
                .forEach(session -> open.add(new WindowRow(
                        view.name(),
                        session.session(),
                        key,
                        session.markMillis(),
                        WindowRow.RowStatus.OPEN,
                        0,
                        false,
                        session.total()))));
        return open;
    }

    private List<SessionPane> sessions(View view, long watermark) {
        SessionGrid grid = SessionGrid.of(view);
        List<SessionPane> panes = new ArrayList<>();
        byKey(view, grid).forEach((key, cells) -> panes.addAll(Sessions.of(grid, key, cells, watermark)));
        return panes;
    }

    private Map<String, SessionCells> byKey(View view, SessionGrid grid) {
        Map<String, SessionCells> byKey = new TreeMap<>();
        for (Cell cell : store.cells(view)) {
            byKey.computeIfAbsent(cell.key().key(), key -> new SessionCells(grid))
                    .add(cell);
        }
        return byKey;
    }

    private List<Pane> panes(View view, long watermark) {
        Grid grid = Grid.of(view);
        Map<Window, List<Cell>> cells = new TreeMap<>();
        for (Cell cell : store.cells(view)) {
            for (Window window : grid.windowsOf(cell.key().sliceStartMillis())) {
                cells.computeIfAbsent(window, any -> new ArrayList<>()).add(cell);
            }
        }
        Map<Window, Set<Long>> fired = firedEarly(view);
        List<Pane> panes = new ArrayList<>();
        cells.forEach((window, own) -> panes.addAll(Panes.of(
                window, own, Math.min(watermark, grid.finalMark(window)), early -> fired.getOrDefault(window, Set.of())
                        .contains(early))));
        return panes;
    }

    /** Which early panes fired, window by window; that does not depend on the lateness. */
    private Map<Window, Set<Long>> firedEarly(View view) {
        Map<Window, Set<Long>> fired = new HashMap<>();
        if (view.early() != null) {
            for (Pane pane : publishedPanes(view)) {
                if (pane.earlyMillis() != Grid.NO_EARLY) {
                    fired.computeIfAbsent(pane.window(), any -> new HashSet<>()).add(pane.earlyMillis());
                }
            }
        }
        return fired;
    }
}
