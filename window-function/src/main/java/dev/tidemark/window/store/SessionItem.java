package dev.tidemark.window.store;

import static dev.tidemark.platform.Table.PARTITION_KEY;
import static dev.tidemark.platform.Table.SORT_KEY;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.fold.SessionPane;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.window.Window;
import dev.tidemark.platform.ItemKeys;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A session's pane, or its withdrawal, as an item of the windows. */
final class SessionItem {

    private SessionItem() {}

    static Map<String, AttributeValue> write(View view, SessionPane pane) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(
                PARTITION_KEY,
                Attributes.text(ItemKeys.panes(
                        view.id(),
                        pane.bucket().startMillis(),
                        pane.bucket().endMillis(),
                        ItemKeys.bucket(pane.key(), view.buckets()))));
        item.put(SORT_KEY, Attributes.text(ItemKeys.markAndKey(pane.markMillis(), ItemKeys.NO_EARLY, pane.key())));
        item.put("index", Attributes.number(pane.index()));
        item.put("start", Attributes.text(IsoInstant.format(pane.session().startMillis())));
        item.put("end", Attributes.text(IsoInstant.format(pane.session().endMillis())));
        @Nullable Window into = pane.into();
        if (into != null) {
            item.put("retracted", AttributeValue.fromBool(true));
            item.put("into", text(into));
            return item;
        }
        item.putAll(Attributes.of(pane.total()));
        SketchAttributes.putResults(item, view, pane.total().sketches());
        item.put("timing", Attributes.text(pane.timing().name()));
        item.put("delta", AttributeValue.fromM(Attributes.of(pane.delta())));
        if (!pane.retracts().isEmpty()) {
            item.put(
                    "retracts",
                    AttributeValue.fromL(
                            pane.retracts().stream().map(SessionItem::text).toList()));
        }
        return item;
    }

    private static AttributeValue text(Window session) {
        return Attributes.text(ItemKeys.interval(session.startMillis(), session.endMillis()));
    }
}
