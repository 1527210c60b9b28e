package dev.tidemark.batch.cut;

import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.platform.item.UnmatchedHalves;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Up to where one run reads and compares, fixed before anything else is read.
 *
 * @param shards by index, parents before children
 * @param published the watermark up to which the stream has published panes, by domain; absent for −∞
 * @param unmatched what the heads of all shards count together, by id of the view; it is what they count at the cut where all shards are {@link
 *     ShardCut#atHead}
 */
public record Cut(List<ShardCut> shards, Map<TimeDomain, Long> published, Map<String, UnmatchedHalves> unmatched) {

    public Cut {
        shards = List.copyOf(shards);
        published = Map.copyOf(published);
        unmatched = Map.copyOf(unmatched);
    }

    /** The published watermark of a domain in milliseconds, or null for −∞. */
    public @Nullable Long published(TimeDomain domain) {
        return published.get(domain);
    }

    /** The largest generation. */
    public int generations() {
        return shards.stream().mapToInt(ShardCut::generation).max().orElse(-1) + 1;
    }
}
