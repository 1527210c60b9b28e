package dev.tidemark.platform.segment;

import java.io.IOException;

/** Bytes that are no segment, not a whole one, not the one that was sealed, or one of another version. */
public final class UnreadableSegmentException extends IOException {

    private static final long serialVersionUID = 1;

    UnreadableSegmentException(String message) {
        super(message);
    }
}
