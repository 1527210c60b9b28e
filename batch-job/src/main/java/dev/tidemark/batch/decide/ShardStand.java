package dev.tidemark.batch.decide;

import dev.tidemark.domain.view.TimeDomain;
import org.jspecify.annotations.Nullable;

/**
 * Where a shard stands after the replay.
 *
 * @param clock shard clock, milliseconds, or null before the first record
 * @param event watermark, milliseconds, or null for −∞
 * @param received watermark, milliseconds, or null for −∞
 */
public record ShardStand(
        @Nullable Long clock,
        @Nullable Long event,
        @Nullable Long received) {

    /** Of a shard that nothing is known of. */
    public static final ShardStand UNKNOWN = new ShardStand(null, null, null);

    /** The watermark of a domain. */
    public @Nullable Long in(TimeDomain domain) {
        return domain == TimeDomain.EVENT ? event : received;
    }
}
