package dev.tidemark.window.shards;

import java.util.List;

/** What the stream says about its shards. */
public interface ShardSource {

    /** All shards within retention, closed ones included. */
    List<ListedShard> shards();

    /** Whether nothing comes after this padded sequence number, and nothing ever will. */
    boolean isAtEnd(String shardId, String paddedSequence);
}
