package dev.tidemark.domain.view;

import dev.tidemark.domain.event.DeadBand;
import java.time.Duration;

/**
 * How ingestion judges the times of events; in the views file, because the batch judges them again.
 *
 * @param deadBand the one-way offsets that count as transit, not as a wrong clock
 * @param oldest how long before {@code receivedAt} an event may lie; {@code > 0}
 */
public record IngestPolicy(DeadBand deadBand, Duration oldest) {

    /** What holds where the views file says nothing. */
    public static final IngestPolicy DEFAULT = new IngestPolicy(DeadBand.DEFAULT, Duration.ofDays(30));

    public IngestPolicy {
        if (oldest.isNegative() || oldest.isZero()) {
            throw new IllegalArgumentException("oldest > 0 does not hold: it is " + oldest);
        }
    }
}
