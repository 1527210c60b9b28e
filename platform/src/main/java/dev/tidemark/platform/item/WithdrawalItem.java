package dev.tidemark.platform.item;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * That a session is withdrawn at a mark by one with another last bucket. It has no timing and no measures.
 *
 * @param viewId of the view, {@code <name>@<version>}
 * @param block that it lies in
 * @param window the bucket of time that held the session's last event
 * @param at mark and key
 * @param session that is withdrawn
 * @param into the session that withdraws it
 * @param index 0 for the key's first item with this last bucket
 */
public record WithdrawalItem(
        String viewId, PaneBlock block, Interval window, MarkKey at, Interval session, Interval into, int index)
        implements WindowItem {

    private static final String RETRACTED = "retracted";
    static final String INTO = "into";

    @Override
    public Map<String, AttributeValue> attributes() {
        return SessionPaneItem.bounds(new AttributeWriter(key()), session)
                .number(PaneItem.INDEX, index)
                .flag(RETRACTED, true)
                .text(INTO, into.toString())
                .attributes();
    }

    static boolean is(AttributeReader item) {
        return item.flag(RETRACTED);
    }

    static WithdrawalItem read(WindowItem.WindowKey key, AttributeReader item) {
        return new WithdrawalItem(
                key.viewId(),
                key.block(),
                key.window(),
                key.at(),
                SessionPaneItem.session(item),
                Interval.parse(item.text(INTO)),
                (int) item.number(PaneItem.INDEX));
    }
}
