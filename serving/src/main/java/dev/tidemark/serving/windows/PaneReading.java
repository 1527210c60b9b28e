package dev.tidemark.serving.windows;

/** How the panes of a window are read: what each says beside those before it (<i>Streaming Systems</i>, chapter 2). */
public enum PaneReading {
    /** Each pane says what its mark added. */
    DISCARDING,
    /** Each pane says everything up to its mark. */
    ACCUMULATING,
    /** The same, and before it what it takes the place of is withdrawn: rows add up to the window's last value. */
    RETRACTING
}
