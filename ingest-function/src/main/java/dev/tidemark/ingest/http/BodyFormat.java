package dev.tidemark.ingest.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a body of {@code POST /v1/events} may be. */
enum BodyFormat {
    /** One envelope. */
    JSON,
    /** One envelope a line. */
    NDJSON,
    /** One CloudEvent in structured mode. */
    CLOUD_EVENT,
    /** Many of them. */
    CLOUD_EVENTS;

    /**
     * The format that a {@code Content-Type} names; without one, JSON.
     *
     * @throws ProblemException if it names another, or a character set other than UTF-8
     */
    static BodyFormat of(@Nullable String contentType) {
        if (contentType == null || contentType.equals("application/json")) {
            return JSON;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";");
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("charset=") && !parameter.replace("\"", "").equals("charset=utf-8")) {
                throw unsupported("the character set may be utf-8");
            }
        }
        return switch (parts[0].strip()) {
            case "application/json" -> JSON;
            case "application/x-ndjson", "application/ndjson" -> NDJSON;
            case "application/cloudevents+json" -> CLOUD_EVENT;
            case "application/cloudevents-batch+json" -> CLOUD_EVENTS;
            default ->
                throw unsupported("the media type may be application/json, application/x-ndjson,"
                        + " application/cloudevents+json or application/cloudevents-batch+json");
        };
    }

    private static ProblemException unsupported(String detail) {
        return Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail).toException();
    }
}
