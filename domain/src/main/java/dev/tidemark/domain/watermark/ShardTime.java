package dev.tidemark.domain.watermark;

import dev.tidemark.domain.view.WatermarkPolicy;

/**
 * What a shard's log has said about time so far. Values only; each record gives a new one, and none ever goes back.
 *
 * @param clock the shard clock: running maximum of {@code receivedAt} and heartbeats, in milliseconds, or {@link
 *     Watermarks#UNKNOWN} before the first
 * @param watermarks of the shard
 */
public record ShardTime(long clock, Watermarks watermarks) {

    /** Before the first record of a shard without parents. */
    public static final ShardTime START = new ShardTime(Watermarks.UNKNOWN, Watermarks.NONE);

    /**
     * What a child of this shard and another starts with: the earlier watermarks, since both parents' devices come, and
     * the later clock.
     */
    public ShardTime inheritedWith(ShardTime other) {
        return new ShardTime(Math.max(clock, other.clock), watermarks.min(other.watermarks));
    }

    /**
     * The shard clock that a record received, or a heartbeat sent, at this time meets: the clock before it, and for the
     * very first record its own time.
     */
    public long clockBefore(long atMillis) {
        return clock == Watermarks.UNKNOWN ? atMillis : clock;
    }

    /**
     * After a record of events.
     *
     * @param receivedAtMillis of the record
     * @param maxEventTimeMillis of its events that were no duplicates, or {@link Watermarks#UNKNOWN} without any
     */
    public ShardTime afterEvents(long receivedAtMillis, long maxEventTimeMillis, WatermarkPolicy policy) {
        long event = maxEventTimeMillis == Watermarks.UNKNOWN
                ? Watermarks.UNKNOWN
                : Watermarks.before(maxEventTimeMillis, policy.outOfOrderness().toMillis());
        return new ShardTime(
                Math.max(clock, receivedAtMillis), watermarks.max(new Watermarks(event, Watermarks.UNKNOWN)));
    }

    /** After a heartbeat. */
    public ShardTime afterHeartbeat(long atMillis, WatermarkPolicy policy) {
        Watermarks promised = new Watermarks(
                Watermarks.before(atMillis, policy.idleBound().toMillis()),
                Watermarks.before(atMillis, policy.requestLifetime().toMillis()));
        return new ShardTime(Math.max(clock, atMillis), watermarks.max(promised));
    }

    /** After a watermark record; the clock does not move. */
    public ShardTime afterWatermark(long atMillis) {
        return new ShardTime(clock, watermarks.max(new Watermarks(atMillis, atMillis)));
    }
}
