package dev.tidemark.local.chaos;

import dev.tidemark.domain.fold.Counts;
import dev.tidemark.domain.watermark.ShardTime;
import dev.tidemark.domain.watermark.Watermarks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A shard's head as it stands in the journal, by the contract in {@code docs/platform.md}. */
final class HeadItem {

    private HeadItem() {}

    /** What the log alone says of it; an attribute that is not there is null. */
    static Map<String, @Nullable AttributeValue> of(
            String sequence, ShardTime time, boolean ended, List<String> parents, String viewsVersion, Counts counts) {
        Map<String, @Nullable AttributeValue> item = new HashMap<>();
        item.put("seq", AttributeValue.fromS(sequence));
        item.put("viewsVersion", AttributeValue.fromS(viewsVersion));
        item.put("clock", instant(time.clock()));
        item.put("wm", instant(time.watermarks().event()));
        item.put("wmReceived", instant(time.watermarks().received()));
        item.put("ended", ended ? AttributeValue.fromBool(true) : null);
        item.put(
                "parents",
                parents.isEmpty()
                        ? null
                        : AttributeValue.fromL(
                                parents.stream().map(AttributeValue::fromS).toList()));
        item.put("records", number(counts.records()));
        item.put("events", number(counts.events()));
        item.put("duplicates", number(counts.duplicates()));
        item.put("controls", number(counts.controls()));
        item.put("quarantined", number(counts.quarantined()));
        return item;
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private static @Nullable AttributeValue instant(long millis) {
        return millis == Watermarks.UNKNOWN ? null : number(millis);
    }
}
