package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What is published of a window. In {@link Table#WINDOWS}, partition {@code <viewId>#<start of the block>#<bucket>} ({@link
 * PaneBlock}), sorted by {@code <key>#<start>/<end>#<mark>#<early or ->}: windows keyed by window and watermark. Of a session
 * view, {@code <start>/<end>} is the bucket of time that holds the session's last event. Written under no condition: the
 * same pane is always written the same. {@link PaneQuery} says where which are.
 */
public sealed interface WindowItem extends StoredItem permits PaneItem, SessionPaneItem, WithdrawalItem {

    /** Reads whatever is published. */
    ItemCodec<WindowItem> CODEC = new ItemCodec<>(Table.WINDOWS, Lifetime.PUBLISHED, WindowItem::read);

    /** Of the view, {@code <name>@<version>}. */
    String viewId();

    /** The window; of a session view the bucket of time that holds the session's last event. */
    Interval window();

    /** The block that it lies in. */
    PaneBlock block();

    /** Mark, early coordinate and key. */
    MarkKey at();

    /** What every partition of a view's panes begins with. */
    static String partitionPrefix(String viewId) {
        return viewId + "#";
    }

    /** The sort key of a pane, {@code <key>#<start>/<end>#<mark>#<early or ->}. */
    static String sortKey(Interval window, MarkKey at) {
        return new PanePlace(window, at).toString();
    }

    /** Its key. */
    default ItemKey<WindowItem> key() {
        return new ItemKey<>(CODEC, block().partition(viewId()), sortKey(window(), at()));
    }

    @Override
    default ItemCodec<WindowItem> codec() {
        return CODEC;
    }

    @Override
    Map<String, AttributeValue> attributes();

    private static WindowItem read(AttributeReader item) {
        WindowKey key = WindowKey.of(item);
        if (WithdrawalItem.is(item)) {
            return WithdrawalItem.read(key, item);
        }
        return SessionPaneItem.is(item) ? SessionPaneItem.read(key, item) : PaneItem.read(key, item);
    }

    /** What the key of an item says. */
    record WindowKey(String viewId, PaneBlock block, Interval window, MarkKey at) {

        static WindowKey of(AttributeReader item) {
            String[] partition = item.fields(item.partition(), 3);
            PanePlace sort = PanePlace.parse(item.sort());
            return new WindowKey(
                    partition[0],
                    new PaneBlock(item.instantOf(partition[1]), Integer.parseInt(partition[2])),
                    sort.window(),
                    sort.at());
        }
    }
}
