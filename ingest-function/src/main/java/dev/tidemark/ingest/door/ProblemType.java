package dev.tidemark.ingest.door;

import java.util.Locale;

/** The kinds of problem that a caller can meet. */
public enum ProblemType {
    INVALID_JSON(400, "The body is not JSON"),
    INVALID_ENVELOPE(400, "The JSON is no envelope"),
    INVALID_DEVICE(400, "The envelope has no valid deviceId"),
    NO_VALID_EVENT(400, "The body has no valid event"),
    BROKEN_ENCODING(400, "The body's content encoding is broken"),
    BAD_REQUEST(400, "The request is not understood"),
    UNAUTHORIZED(401, "No valid key"),
    FORBIDDEN(403, "Pages of this origin may not send"),
    NOT_FOUND(404, "There is nothing here"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "No acceptable answer"),
    TOO_SLOW(408, "The request took too long to arrive"),
    BODY_TOO_LARGE(413, "The body is too large"),
    TOO_MANY_EVENTS(413, "The body has too many events"),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
    UNSUPPORTED_ENCODING(415, "The content encoding is not supported"),
    URI_TOO_LONG(414, "The address is too long"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL(500, "The server failed"),
    UNAVAILABLE(503, "No event could be logged; send them again");

    private final int status;
    private final String title;
    private final String uri =
            "urn:tidemark:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** Whether the same request may pass a moment later. */
    public boolean mayBeRetried() {
        return this == TOO_MANY_REQUESTS || this == UNAVAILABLE || this == TOO_SLOW || this == INTERNAL;
    }

    /** The problem, in a few words. */
    public String title() {
        return title;
    }

    /** The {@code type} of RFC 9457: {@code urn:tidemark:problem:invalid-json}. */
    public String uri() {
        return uri;
    }
}
