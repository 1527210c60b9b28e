package dev.tidemark.window.store;

import dev.tidemark.platform.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * When items expire: so long after the write, by the wall clock, since event times may be years old.
 *
 * @param clock the wall clock
 * @param working for cells, steps and due slices; longer than the stream's retention
 * @param published for panes
 */
public record Expiry(Clock clock, Duration working, Duration published) {

    void onWorking(Map<String, AttributeValue> item) {
        put(item, working);
    }

    void onPublished(Map<String, AttributeValue> item) {
        put(item, published);
    }

    private void put(Map<String, AttributeValue> item, Duration after) {
        // Whole days, so that writing the same item again on the same day writes the same.
        long day = Math.floorDiv(clock.millis() + after.toMillis(), 86_400_000L) + 1;
        item.put(Table.TIME_TO_LIVE, Attributes.number(day * 86_400L));
    }
}
