package dev.tidemark.domain.watermark;

import dev.tidemark.domain.view.TimeDomain;

/**
 * The two watermarks: no event that happened, or was received, before it is expected any more.
 * Half-open: a window {@code [start, end)} is complete at a watermark {@code >= end}. Milliseconds since the epoch.
 *
 * @param event of event time; a heuristic
 * @param received of the server's own stamp; perfect
 */
public record Watermarks(long event, long received) {

    /** −∞: nothing is known yet. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    /** Both unknown. */
    public static final Watermarks NONE = new Watermarks(UNKNOWN, UNKNOWN);

    /** The watermark of a domain. */
    public long in(TimeDomain domain) {
        return domain == TimeDomain.EVENT ? event : received;
    }

    /** The later of each. */
    public Watermarks max(Watermarks other) {
        return new Watermarks(Math.max(event, other.event), Math.max(received, other.received));
    }

    /** The earlier of each: what holds for two shards together. */
    public Watermarks min(Watermarks other) {
        return new Watermarks(Math.min(event, other.event), Math.min(received, other.received));
    }

    /** {@code at − bound}, or {@link #UNKNOWN} where that is before all time. */
    static long before(long atMillis, long boundMillis) {
        return atMillis < UNKNOWN + boundMillis ? UNKNOWN : atMillis - boundMillis;
    }
}
