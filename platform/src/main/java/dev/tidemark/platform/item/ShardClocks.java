package dev.tidemark.platform.item;

import org.jspecify.annotations.Nullable;

/**
 * What a shard's log has said about time, as heads and steps have it: {@code clock}, {@code wm}, {@code wmReceived}.
 *
 * @param clockMillis the shard clock, or {@link #UNKNOWN}
 * @param watermarkMillis the watermark of event time, or {@link #UNKNOWN}
 * @param receivedMillis the watermark of received time, or {@link #UNKNOWN}
 */
public record ShardClocks(long clockMillis, long watermarkMillis, long receivedMillis) {

    /** −∞: nothing is known yet. The attribute is not there then. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private static final String CLOCK = "clock";
    private static final String RECEIVED = "wmReceived";

    /** Also of moments and halves, which met this watermark. */
    static final String WATERMARK = "wm";

    /** Milliseconds where one is known, null for {@link #UNKNOWN}. */
    public static @Nullable Long orNull(long millis) {
        return millis == UNKNOWN ? null : Long.valueOf(millis);
    }

    static ShardClocks read(AttributeReader item) {
        return new ShardClocks(item.millis(CLOCK), item.millis(WATERMARK), item.millis(RECEIVED));
    }

    AttributeWriter write(AttributeWriter item) {
        return item.millis(CLOCK, clockMillis)
                .millis(WATERMARK, watermarkMillis)
                .millis(RECEIVED, receivedMillis);
    }
}
