package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What is published of a window. In {@link Table#WINDOWS}, partition {@code <viewId>#<start>/<end>#<bucket>}, sorted by
 * {@link MarkKey}: windows keyed by window and watermark. Of a session view, {@code <start>/<end>} is the bucket of time
 * that holds the session's last event. Written under no condition: the same pane is always written the same.
 */
public sealed interface WindowItem extends StoredItem permits PaneItem, SessionPaneItem, WithdrawalItem {

    /** Reads whatever is published. */
    ItemCodec<WindowItem> CODEC = new ItemCodec<>(Table.WINDOWS, Lifetime.PUBLISHED, WindowItem::read);

    /** Of the view, {@code <name>@<version>}. */
    String viewId();

    /** The window; of a session view the bucket of time that holds the session's last event. */
    Interval window();

    /** The bucket of its key's hash; see {@link #bucketOf}. */
    int bucket();

    /** Mark, early coordinate and key. */
    MarkKey at();

    /** What every partition of a view's panes begins with. */
    static String partitionPrefix(String viewId) {
        return viewId + "#";
    }

    /** What is published of one window and bucket. */
    static ItemRange<WindowItem> of(String viewId, Interval window, int bucket) {
        return ItemRange.all(CODEC, partition(viewId, window, bucket));
    }

    private static String partition(String viewId, Interval window, int bucket) {
        return partitionPrefix(viewId) + window + "#" + bucket;
    }

    /** The bucket of a key among so many: CRC-32 of its UTF-8 bytes, modulo the number. */
    static int bucketOf(String key, int buckets) {
        if (buckets == 1) {
            return 0;
        }
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % buckets);
    }

    /** Its key. */
    default ItemKey<WindowItem> key() {
        return new ItemKey<>(CODEC, partition(viewId(), window(), bucket()), at().toString());
    }

    @Override
    default ItemCodec<WindowItem> codec() {
        return CODEC;
    }

    @Override
    Map<String, AttributeValue> attributes();

    private static WindowItem read(AttributeReader item) {
        String[] partition = item.fields(item.partition(), 3);
        Place place = new Place(
                partition[0], Interval.parse(partition[1]), Integer.parseInt(partition[2]), MarkKey.parse(item.sort()));
        if (WithdrawalItem.is(item)) {
            return WithdrawalItem.read(place, item);
        }
        return SessionPaneItem.is(item) ? SessionPaneItem.read(place, item) : PaneItem.read(place, item);
    }

    /** What the key of an item says. */
    record Place(String viewId, Interval window, int bucket, MarkKey at) {}
}
