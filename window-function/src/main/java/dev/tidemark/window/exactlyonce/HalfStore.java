package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.fold.Half;
import java.util.List;

/** Halves of joins, written by one shard. */
public interface HalfStore {

    /** Writes halves of a view. The same half writes the same; repetition changes nothing. */
    void writeHalves(String viewId, String shardId, List<Half> halves);

    /**
     * The halves of a view that a shard wrote, strongly consistent.
     *
     * @param fromMillis smallest event time, or {@code Watermarks.UNKNOWN} for all
     * @param upTo padded sequence number of the last record that counts
     * @return in log order
     */
    List<Half> halves(String viewId, String shardId, long fromMillis, String upTo);
}
