package dev.tidemark.window.shards;

import dev.tidemark.platform.HashKeyRange;
import java.util.List;

/**
 * A shard as the stream lists it.
 *
 * @param id of the shard
 * @param parents shards that it goes on from, whether or not they are still listed
 * @param closed whether it takes no more records
 * @param hashKeys its range
 */
public record ListedShard(String id, List<String> parents, boolean closed, HashKeyRange hashKeys) {
    public ListedShard {
        parents = List.copyOf(parents);
    }

    /** The smallest hash key of its range, decimal; addresses the shard whatever the partition key. */
    public String startingHashKey() {
        return hashKeys.first().toString();
    }
}
