package dev.tidemark.ingest.door;

import java.util.Locale;

/** The media type that a {@code Content-Type} names. */
public final class MediaType {

    private MediaType() {}

    /**
     * The type in lower case, without its parameters.
     *
     * @throws ProblemException if the character set is said to be another than UTF-8
     */
    public static String of(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("charset=") && !parameter.replace("\"", "").equals("charset=utf-8")) {
                throw unsupported("the character set may be utf-8");
            }
        }
        return parts[0].strip();
    }

    /** The refusal of a media type. */
    public static ProblemException unsupported(String detail) {
        return Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail).toException();
    }
}
