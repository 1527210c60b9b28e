package dev.tidemark.domain.fold;

/** When a pane fired, as seen from its window's end. */
public enum Timing {
    /** Before the watermark passed the end. */
    EARLY,
    /** As the watermark passed the end. */
    ON_TIME,
    /** After it. */
    LATE
}
