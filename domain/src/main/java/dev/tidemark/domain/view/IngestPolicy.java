package dev.tidemark.domain.view;

import java.time.Duration;

/**
 * How ingestion judges the times of events; in the views file, because the batch judges them again.
 *
 * @param deadBand the largest one-way offset that counts as transit, not as a wrong clock; {@code >= 0}
 * @param oldest how long before {@code receivedAt} an event may lie; {@code > 0}
 */
public record IngestPolicy(Duration deadBand, Duration oldest) {

    public IngestPolicy {
        if (deadBand.isNegative()) {
            throw new IllegalArgumentException("deadBand >= 0 does not hold: it is " + deadBand);
        }
        if (oldest.isNegative() || oldest.isZero()) {
            throw new IllegalArgumentException("oldest > 0 does not hold: it is " + oldest);
        }
    }
}
