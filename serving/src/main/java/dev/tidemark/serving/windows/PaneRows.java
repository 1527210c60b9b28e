package dev.tidemark.serving.windows;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.fold.Pane;
import dev.tidemark.domain.fold.SessionPane;
import dev.tidemark.domain.fold.Timing;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.window.SessionGrid;
import dev.tidemark.domain.window.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Panes as rows, in one of the readings. */
final class PaneRows {

    private record Group(Window window, String key) {}

    private PaneRows() {}

    /**
     * The panes of windows that are no sessions.
     *
     * @param panes of each window and key all up to the watermark, by index
     * @param view with the allowed lateness that they are read with
     * @param watermarkMillis up to where they are read
     */
    static List<WindowRow> of(View view, List<Pane> panes, PaneReading reading, long watermarkMillis) {
        Map<Group, Pane> last = new HashMap<>();
        List<WindowRow> rows = new ArrayList<>();
        for (Pane pane : panes) {
            Pane before = last.put(new Group(pane.window(), pane.key()), pane);
            if (reading == PaneReading.RETRACTING && before != null) {
                rows.add(row(view, pane, WindowRow.RowStatus.RETRACTED, before.index(), false, before.total()));
            }
            rows.add(row(
                    view,
                    pane,
                    status(pane.timing()),
                    pane.index(),
                    false,
                    reading == PaneReading.DISCARDING ? pane.delta() : pane.total()));
        }
        long lateness = view.allowedLateness().toMillis();
        rows.replaceAll(row -> {
            Pane latest = last.get(new Group(row.window(), row.key()));
            boolean isLatest =
                    latest != null && latest.index() == row.index() && row.status() != WindowRow.RowStatus.RETRACTED;
            return isLatest && row.window().endMillis() + lateness <= watermarkMillis ? row.finalNow() : row;
        });
        return rows;
    }

    /**
     * The panes of sessions, each with its bounds as window.
     *
     * @param panes of each key all up to the watermark
     * @param withdrawn whether to show those too that a later session has withdrawn
     * @param open sessions that are going on, which may yet withdraw others
     */
    static List<WindowRow> ofSessions(
            View view,
            List<SessionPane> panes,
            PaneReading reading,
            boolean withdrawn,
            List<WindowRow> open,
            long watermarkMillis) {
        SessionGrid grid = SessionGrid.of(view);
        Map<Group, SessionPane> latest = new HashMap<>();
        panes.forEach(pane -> latest.merge(
                new Group(pane.bucket(), pane.key()), pane, (a, b) -> a.markMillis() > b.markMillis() ? a : b));
        List<SessionPane> ordered = new ArrayList<>(panes);
        ordered.sort(Comparator.comparingLong(SessionPane::markMillis).thenComparing(pane -> !pane.isRetraction()));
        Map<Group, SessionPane> before = new HashMap<>();
        List<WindowRow> rows = new ArrayList<>();
        for (SessionPane pane : ordered) {
            Group group = new Group(pane.bucket(), pane.key());
            SessionPane standing = latest.getOrDefault(group, pane);
            SessionPane previous = before.put(group, pane);
            boolean stands = !standing.isRetraction() && standing.session().equals(pane.session());
            if (previous != null && !previous.isRetraction()) {
                boolean replaced = !previous.session().equals(pane.session()) || pane.isRetraction();
                if (reading == PaneReading.RETRACTING || replaced && withdrawn) {
                    rows.add(new WindowRow(
                            view.name(),
                            previous.session(),
                            pane.key(),
                            pane.markMillis(),
                            WindowRow.RowStatus.RETRACTED,
                            previous.index(),
                            false,
                            reading == PaneReading.DISCARDING ? Measures.EMPTY : previous.total()));
                }
            }
            if (!pane.isRetraction() && (stands || withdrawn || reading == PaneReading.RETRACTING)) {
                boolean isFinal = pane == standing
                        && grid.finalMark(pane.bucket().startMillis()) <= watermarkMillis
                        && open.stream().noneMatch(row -> holds(row, pane));
                rows.add(new WindowRow(
                        view.name(),
                        pane.session(),
                        pane.key(),
                        pane.markMillis(),
                        status(pane.timing()),
                        pane.index(),
                        isFinal,
                        reading == PaneReading.DISCARDING ? pane.delta() : pane.total()));
            }
        }
        return rows;
    }

    private static boolean holds(WindowRow open, SessionPane pane) {
        return open.key().equals(pane.key())
                && open.window().startMillis() <= pane.session().startMillis()
                && pane.session().endMillis() <= open.window().endMillis();
    }

    private static WindowRow row(
            View view, Pane pane, WindowRow.RowStatus status, int index, boolean isFinal, Measures measures) {
        return new WindowRow(
                view.name(), pane.window(), pane.key(), pane.markMillis(), status, index, isFinal, measures);
    }

    private static WindowRow.RowStatus status(Timing timing) {
        return switch (timing) {
            case EARLY -> WindowRow.RowStatus.EARLY;
            case ON_TIME -> WindowRow.RowStatus.ON_TIME;
            case LATE -> WindowRow.RowStatus.LATE;
        };
    }
}
