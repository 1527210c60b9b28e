package dev.tidemark.domain.fold;

import dev.tidemark.domain.view.TimeDomain;

/**
 * A slice with cells that some window publishes at this mark: to be looked at when the watermark reaches it.
 *
 * @param domain whose watermark it waits for; an early pane waits for the received one, whatever the view's domain
 */
public record DueSlice(TimeDomain domain, long markMillis, String viewId, long sliceStartMillis) {}
