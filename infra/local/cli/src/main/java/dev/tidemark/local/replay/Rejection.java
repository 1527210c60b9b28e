package dev.tidemark.local.replay;

/**
 * An event of the recording that the API refused for good.
 *
 * @param code the API's name of the reason, as {@code too_old}
 * @param detail the API's sentence
 */
public record Rejection(RecordingLine source, String code, String detail) {

    @Override
    public String toString() {
        return source + ": " + code + (detail.isEmpty() ? "" : ", " + detail);
    }
}
