package dev.tidemark.window.store;

import dev.tidemark.domain.fold.Counts;
import dev.tidemark.domain.fold.Unmatched;
import dev.tidemark.domain.watermark.ShardTime;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.platform.item.HeadItem;
import dev.tidemark.platform.item.ShardClocks;
import dev.tidemark.platform.item.ShardCounts;
import dev.tidemark.platform.item.UnmatchedHalves;
import dev.tidemark.window.exactlyonce.ShardHead;
import java.util.HashMap;
import java.util.Map;

/** A shard's head as an item, and back. Unknown watermarks are the same number in both. */
final class HeadValues {

    private HeadValues() {}

    static HeadItem item(ShardHead head) {
        Map<String, UnmatchedHalves> unmatched = new HashMap<>();
        head.unmatched()
                .forEach((view, counts) -> unmatched.put(view, new UnmatchedHalves(counts.left(), counts.right())));
        return new HeadItem(
                head.shardId(),
                head.sequence(),
                clocks(head.time()),
                head.ended(),
                head.parents(),
                head.hashKeys(),
                head.openedWith(),
                head.viewsVersion(),
                counts(head.counts()),
                unmatched);
    }

    static ShardHead head(HeadItem item) {
        Map<String, Unmatched> unmatched = new HashMap<>();
        item.unmatched().forEach((view, halves) -> unmatched.put(view, new Unmatched(halves.left(), halves.right())));
        ShardClocks clocks = item.clocks();
        ShardCounts counts = item.counts();
        return new ShardHead(
                item.shardId(),
                item.sequence(),
                new ShardTime(clocks.clockMillis(), new Watermarks(clocks.watermarkMillis(), clocks.receivedMillis())),
                item.ended(),
                item.parents(),
                item.hashKeys(),
                item.openedWith(),
                item.viewsVersion(),
                new Counts(
                        counts.records(),
                        counts.events(),
                        counts.duplicates(),
                        counts.controls(),
                        counts.quarantined()),
                unmatched);
    }

    static ShardClocks clocks(ShardTime time) {
        return new ShardClocks(
                time.clock(), time.watermarks().event(), time.watermarks().received());
    }

    static ShardCounts counts(Counts counts) {
        return new ShardCounts(
                counts.records(), counts.events(), counts.duplicates(), counts.controls(), counts.quarantined());
    }
}
