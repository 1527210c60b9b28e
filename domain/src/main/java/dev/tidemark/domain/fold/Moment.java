package dev.tidemark.domain.fold;

/**
 * Where a shard's event watermark stood when its received watermark came to a point: what tells whether an early pane came
 * before its window was complete.
 *
 * @param receivedMillis the received watermark, just reached
 * @param eventMillis the event watermark at that record, or {@code Watermarks.UNKNOWN}
 */
public record Moment(long receivedMillis, long eventMillis) {}
