package dev.tidemark.domain.view;

import java.time.Duration;

/**
 * How the watermarks of the log advance.
 *
 * @param outOfOrderness how far the event watermark stays behind the latest event time of a shard; {@code >= 0}
 * @param heartbeatEvery how often the platform puts a heartbeat into every shard; {@code > 0}
 * @param idleBound how far the event watermark stays behind a heartbeat when no event moves it; at least
 *     {@code outOfOrderness}
 * @param requestLifetime the longest that a request may take from {@code receivedAt} to its records in the log; the
 *     received watermark stays this far behind a heartbeat; {@code >= 0}
 */
public record WatermarkPolicy(
        Duration outOfOrderness, Duration heartbeatEvery, Duration idleBound, Duration requestLifetime) {

    public WatermarkPolicy {
        if (outOfOrderness.isNegative()) {
            throw new IllegalArgumentException("outOfOrderness >= 0 does not hold: it is " + outOfOrderness);
        }
        if (heartbeatEvery.isNegative() || heartbeatEvery.isZero()) {
            throw new IllegalArgumentException("heartbeatEvery > 0 does not hold: it is " + heartbeatEvery);
        }
        if (idleBound.compareTo(outOfOrderness) < 0) {
            throw new IllegalArgumentException("idleBound >= outOfOrderness does not hold: idleBound is " + idleBound
                    + ", outOfOrderness is " + outOfOrderness);
        }
        if (requestLifetime.isNegative()) {
            throw new IllegalArgumentException("requestLifetime >= 0 does not hold: it is " + requestLifetime);
        }
    }
}
