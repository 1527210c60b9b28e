package dev.tidemark.window.close;

import dev.tidemark.domain.fold.Pane;
import dev.tidemark.domain.fold.Timing;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.watermark.Watermarks;

/**
 * What one closing has before it: {@code (published, global]}, in both domains.
 *
 * @param published up to where panes are published
 * @param global up to where they can be
 */
record ClosingStretch(Watermarks published, Watermarks global) {

    /** Whether nothing can have become due in this domain. */
    boolean isEmpty(TimeDomain domain) {
        return global.in(domain) <= published.in(domain);
    }

    /** Whether a pane of a view in this domain has not been published; where that is unsure, yes. */
    boolean isFresh(Pane pane, TimeDomain domain) {
        if (pane.timing() != Timing.EARLY) {
            return pane.markMillis() > published.in(domain);
        }
        return pane.earlyMillis() > published.received() || pane.window().endMillis() > published.in(domain);
    }
}
