package dev.tidemark.serving.windows;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.fold.Pane;
import dev.tidemark.domain.fold.SessionPane;
import dev.tidemark.domain.fold.Timing;
import dev.tidemark.domain.window.Window;
import dev.tidemark.platform.item.Interval;
import dev.tidemark.platform.item.PaneItem;
import dev.tidemark.platform.item.SessionPaneItem;
import dev.tidemark.platform.item.WindowItem;
import dev.tidemark.platform.item.WithdrawalItem;
import java.util.List;

/** Items of the windows as the panes that were published. */
final class PublishedPanes {

    private PublishedPanes() {}

    /** A pane of a view without sessions. */
    static Pane pane(WindowItem item) {
        PaneItem pane = paneOf(item);
        return new Pane(
                window(pane.window()),
                pane.at().key(),
                pane.at().markMillis(),
                pane.at().earlyMillis(),
                Timing.valueOf(pane.timing()),
                pane.index(),
                pane.total().toMeasures(),
                pane.delta().toMeasures());
    }

    /** A pane or a withdrawal of a session view. */
    static SessionPane session(WindowItem item) {
        if (item instanceof WithdrawalItem withdrawn) {
            return new SessionPane(
                    window(withdrawn.window()),
                    window(withdrawn.session()),
                    withdrawn.at().key(),
                    withdrawn.at().markMillis(),
                    Timing.LATE,
                    withdrawn.index(),
                    Measures.EMPTY,
                    Measures.EMPTY,
                    List.of(),
                    window(withdrawn.into()));
        }
        if (item instanceof SessionPaneItem pane) {
            return new SessionPane(
                    window(pane.window()),
                    window(pane.session()),
                    pane.at().key(),
                    pane.at().markMillis(),
                    Timing.valueOf(pane.timing()),
                    pane.index(),
                    pane.total().toMeasures(),
                    pane.delta().toMeasures(),
                    pane.retracts().stream().map(PublishedPanes::window).toList(),
                    null);
        }
        throw new IllegalStateException("a pane without a session in a view of sessions: " + item.key());
    }

    private static PaneItem paneOf(WindowItem item) {
        if (item instanceof PaneItem pane) {
            return pane;
        }
        throw new IllegalStateException("a session in a view without sessions: " + item.key());
    }

    private static Window window(Interval interval) {
        return new Window(interval.startMillis(), interval.endMillis());
    }
}
