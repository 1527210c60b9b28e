package dev.tidemark.serving.windows;

import dev.tidemark.domain.watermark.Watermarks;

/**
 * What an answer about one view goes by. Panes with a mark up to the published watermark never change, and what a run has
 * published stays readable for a day after another has taken its place: so whoever reads on from the same standpoint finds the
 * same settled windows, whatever is published meanwhile.
 *
 * @param publishedMillis up to which watermark panes are published, or {@link Watermarks#UNKNOWN}
 * @param run the published run of the batch; empty before the first
 * @param verifiedThroughMillis up to where the view is verified, or {@link Watermarks#UNKNOWN}
 */
public record Standpoint(long publishedMillis, String run, long verifiedThroughMillis) {

    /** The same, but knowing nothing that was published later than this watermark. */
    Standpoint asOf(long watermarkMillis) {
        return new Standpoint(Math.min(publishedMillis, watermarkMillis), run, verifiedThroughMillis);
    }

    /** The same without the batch. */
    Standpoint withoutBatch() {
        return new Standpoint(publishedMillis, "", Watermarks.UNKNOWN);
    }

    /** Whether a window that ends here is verified. */
    boolean isVerified(long endMillis) {
        return endMillis <= verifiedThroughMillis;
    }
}
