package dev.tidemark.ingest.model;

import java.util.Locale;

/** Why an event was rejected. Sending it again as it is will not help. */
public enum RejectCode {
    /** Not a JSON object. */
    INVALID_EVENT,
    /** {@code id} is missing, empty, too long, or holds control characters. */
    INVALID_ID,
    /** {@code type} is missing, empty, too long, or holds control characters. */
    INVALID_TYPE,
    /** {@code occurredAt} is no instant. */
    INVALID_TIME,
    /** The event time lies too long before the request. */
    TOO_OLD,
    /** {@code value} is no number, or has more than 12 integer or 6 fraction digits. */
    INVALID_VALUE,
    /** Too many attributes, or one whose name or value is none. */
    INVALID_ATTRIBUTES,
    /** In a batch of several devices, the event does not say which is its own. */
    INVALID_DEVICE,
    /** More than 32 KiB of JSON. */
    TOO_LARGE;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The code in answers and metrics: the constant in lower case. */
    public String wireName() {
        return wireName;
    }
}
