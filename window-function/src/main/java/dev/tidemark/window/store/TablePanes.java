package dev.tidemark.window.store;

import dev.tidemark.domain.aggregate.Approximation;
import dev.tidemark.domain.aggregate.Sketches;
import dev.tidemark.domain.fold.Pane;
import dev.tidemark.domain.fold.SessionPane;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.window.Window;
import dev.tidemark.platform.item.Interval;
import dev.tidemark.platform.item.MarkKey;
import dev.tidemark.platform.item.MeasureValues;
import dev.tidemark.platform.item.PaneBlock;
import dev.tidemark.platform.item.PaneItem;
import dev.tidemark.platform.item.SessionPaneItem;
import dev.tidemark.platform.item.WindowItem;
import dev.tidemark.platform.item.WithdrawalItem;
import dev.tidemark.window.close.PaneStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Panes in their table. */
public final class TablePanes implements PaneStore {

    private final Tables tables;

    public TablePanes(Tables tables) {
        this.tables = tables;
    }

    @Override
    public void put(View view, List<Pane> panes) {
        tables.putAll(panes.stream().map(pane -> item(view, pane)).toList());
    }

    @Override
    public void putSessions(View view, List<SessionPane> panes) {
        tables.putAll(panes.stream().map(pane -> item(view, pane)).toList());
    }

    private static PaneItem item(View view, Pane pane) {
        return new PaneItem(
                view.id(),
                PaneBlock.of(view, pane.window().startMillis(), pane.key()),
                interval(pane.window()),
                new MarkKey(pane.markMillis(), pane.earlyMillis(), pane.key()),
                pane.timing().name(),
                pane.index(),
                MeasureValues.of(pane.total()),
                MeasureValues.of(pane.delta()),
                approximations(view, pane.total().sketches()));
    }

    private static WindowItem item(View view, SessionPane pane) {
        Interval bucketOfTime = interval(pane.bucket());
        PaneBlock block = PaneBlock.of(view, pane.bucket().startMillis(), pane.key());
        MarkKey at = new MarkKey(pane.markMillis(), pane.key());
        @Nullable Window into = pane.into();
        if (into != null) {
            return new WithdrawalItem(
                    view.id(), block, bucketOfTime, at, interval(pane.session()), interval(into), pane.index());
        }
        return new SessionPaneItem(
                view.id(),
                block,
                bucketOfTime,
                at,
                interval(pane.session()),
                pane.timing().name(),
                pane.index(),
                MeasureValues.of(pane.total()),
                MeasureValues.of(pane.delta()),
                approximations(view, pane.total().sketches()),
                pane.retracts().stream().map(TablePanes::interval).toList());
    }

    /** What the sketches say of each result that the view asks for; also where no event has the field. */
    private static Map<String, Approximation> approximations(View view, Sketches sketches) {
        Map<String, Approximation> results = new HashMap<>();
        for (AggregateSpec.Approximate aggregate : view.approximate()) {
            String name = aggregate.resultName();
            results.put(name, aggregate.kind().read(sketches.named(name)));
        }
        return results;
    }

    private static Interval interval(Window window) {
        return new Interval(window.startMillis(), window.endMillis());
    }
}
