package dev.tidemark.window.store;

import static dev.tidemark.platform.Table.PARTITION_KEY;
import static dev.tidemark.platform.Table.SORT_KEY;

import dev.tidemark.domain.fold.Counts;
import dev.tidemark.domain.watermark.ShardTime;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.platform.HashKeyRange;
import dev.tidemark.platform.ItemKeys;
import dev.tidemark.window.exactlyonce.Head;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A shard's head as an item of the journal. */
final class HeadItem {

    private HeadItem() {}

    static Map<String, AttributeValue> write(Head head) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(PARTITION_KEY, Attributes.text(ItemKeys.HEADS));
        item.put(SORT_KEY, Attributes.text(head.shardId()));
        item.put("seq", Attributes.text(head.sequence()));
        item.put("hashKeys", Attributes.text(head.hashKeys().toString()));
        item.put("openedWith", Attributes.text(head.openedWith()));
        item.put("viewsVersion", Attributes.text(head.viewsVersion()));
        putTime(item, head.time());
        putCounts(item, head.counts());
        if (!head.parents().isEmpty()) {
            item.put(
                    "parents",
                    AttributeValue.fromL(
                            head.parents().stream().map(Attributes::text).toList()));
        }
        if (!head.unmatched().isEmpty()) {
            item.put("unmatched", UnmatchedItem.write(head.unmatched()));
        }
        if (head.ended()) {
            item.put("ended", AttributeValue.fromBool(true));
        }
        return item;
    }

    static Head read(Map<String, AttributeValue> item) {
        AttributeValue parents = item.get("parents");
        // Heads of earlier releases have neither.
        AttributeValue hashKeys = item.get("hashKeys");
        AttributeValue openedWith = item.get("openedWith");
        return new Head(
                Attributes.text(item, SORT_KEY),
                Attributes.text(item, "seq"),
                new ShardTime(
                        Attributes.instant(item, "clock"),
                        new Watermarks(Attributes.instant(item, "wm"), Attributes.instant(item, "wmReceived"))),
                item.containsKey("ended"),
                parents == null
                        ? List.of()
                        : parents.l().stream().map(AttributeValue::s).toList(),
                hashKeys == null ? HashKeyRange.ALL : HashKeyRange.parse(hashKeys.s()),
                openedWith == null ? "" : openedWith.s(),
                Attributes.text(item, "viewsVersion"),
                new Counts(
                        Attributes.number(item, "records"),
                        Attributes.number(item, "events"),
                        Attributes.number(item, "duplicates"),
                        Attributes.number(item, "controls"),
                        Attributes.number(item, "quarantined")),
                UnmatchedItem.read(item.get("unmatched")));
    }

    static void putTime(Map<String, AttributeValue> item, ShardTime time) {
        Attributes.putInstant(item, "clock", time.clock());
        Attributes.putInstant(item, "wm", time.watermarks().event());
        Attributes.putInstant(item, "wmReceived", time.watermarks().received());
    }

    static void putCounts(Map<String, AttributeValue> item, Counts counts) {
        item.put("records", Attributes.number(counts.records()));
        item.put("events", Attributes.number(counts.events()));
        item.put("duplicates", Attributes.number(counts.duplicates()));
        item.put("controls", Attributes.number(counts.controls()));
        item.put("quarantined", Attributes.number(counts.quarantined()));
    }
}
