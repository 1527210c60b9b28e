package dev.tidemark.local.windows;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.fold.Pane;
import dev.tidemark.domain.fold.SessionPane;
import dev.tidemark.domain.fold.Timing;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;
import dev.tidemark.platform.ItemKeys;
import dev.tidemark.platform.Table;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items of the windows as the panes that were published; their layout is in {@code docs/platform.md}. */
final class PaneItems {

    private PaneItems() {}

    static Pane pane(Window window, Map<String, AttributeValue> item) {
        MarkAndKey sort = MarkAndKey.parse(Items.text(item, Table.SORT_KEY));
        return new Pane(
                window,
                sort.key(),
                sort.markMillis(),
                sort.early().equals(ItemKeys.NO_EARLY) ? Grid.NO_EARLY : Items.instant(sort.early()),
                Timing.valueOf(Items.text(item, "timing")),
                (int) Items.number(item, "index"),
                Items.measures(item),
                delta(item));
    }

    static SessionPane session(Window bucket, Map<String, AttributeValue> item) {
        MarkAndKey sort = MarkAndKey.parse(Items.text(item, Table.SORT_KEY));
        boolean retracted = item.containsKey("retracted");
        AttributeValue retracts = item.get("retracts");
        return new SessionPane(
                bucket,
                new Window(Items.instant(Items.text(item, "start")), Items.instant(Items.text(item, "end"))),
                sort.key(),
                sort.markMillis(),
                retracted ? Timing.LATE : Timing.valueOf(Items.text(item, "timing")),
                (int) Items.number(item, "index"),
                retracted ? Measures.EMPTY : Items.measures(item),
                retracted ? Measures.EMPTY : delta(item),
                retracts == null
                        ? List.of()
                        : retracts.l().stream()
                                .map(session -> interval(session.s()))
                                .toList(),
                retracted ? interval(Items.text(item, "into")) : null);
    }

    private static Measures delta(Map<String, AttributeValue> item) {
        AttributeValue delta = item.get("delta");
        if (delta == null) {
            throw new IllegalStateException("a pane has no 'delta': " + item.keySet());
        }
        return Items.measures(delta.m());
    }

    private static Window interval(String text) {
        int slash = text.indexOf('/');
        return new Window(Items.instant(text.substring(0, slash)), Items.instant(text.substring(slash + 1)));
    }
}
