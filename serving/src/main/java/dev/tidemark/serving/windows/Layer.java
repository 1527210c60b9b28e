package dev.tidemark.serving.windows;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Whose word an answer is. */
public enum Layer {
    /**
     * Up to {@code verifiedThrough} what the batch has corrected, or else the stream's final pane, which it has found right;
     * behind it the stream.
     */
    MERGED,
    /** The stream alone, corrected by nobody; may be asked as of an earlier watermark, or for another allowed lateness. */
    STREAM,
    /** The windows up to {@code verifiedThrough} alone. */
    BATCH;

    /** In lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The layer of a wire name; empty where there is none. */
    public static Optional<Layer> of(String wireName) {
        return Stream.of(values())
                .filter(layer -> layer.wireName().equals(wireName))
                .findFirst();
    }
}
