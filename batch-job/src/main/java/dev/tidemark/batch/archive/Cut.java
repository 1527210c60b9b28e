package dev.tidemark.batch.archive;

import dev.tidemark.domain.view.TimeDomain;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Up to where one run reads and compares, fixed before anything else is read.
 *
 * @param shards by index, parents before children
 * @param published the watermark up to which the stream has published panes, by domain; absent for −∞
 */
public record Cut(List<ShardCut> shards, Map<TimeDomain, Long> published) {

    public Cut {
        shards = List.copyOf(shards);
        published = Map.copyOf(published);
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
