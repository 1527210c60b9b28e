package dev.tidemark.ingest.model;

/** How large things may be. All bounds are inclusive: what is exactly as large still passes. */
public final class SizeLimits {

    /** Bytes of a request's body as sent. */
    public static final int BODY_BYTES = 1 << 20;

    /** Bytes of a request's body after decompression. */
    public static final int INFLATED_BYTES = 5 << 20;

    /** Events of a body, over all its envelopes. */
    public static final int EVENTS_A_BODY = 1_000;

    /** Bytes of one event's JSON text, from brace to brace. */
    public static final int EVENT_BYTES = 32 << 10;

    /** Characters of an id, of an event's type and of an attribute's name. */
    public static final int NAME_CHARACTERS = 128;

    /** Attributes of an event. */
    public static final int ATTRIBUTES = 64;

    /** Characters of a string as an attribute's value. */
    public static final int TEXT_CHARACTERS = 1_024;

    /** How deep JSON may nest. An envelope needs four levels; more are only ever passed over. */
    public static final int NESTING = 64;

    /** Bytes of any field name, known or not. A longer one makes the text unreadable, as too deep nesting does. */
    public static final int FIELD_NAME_BYTES = 1_024;

    private SizeLimits() {}
}
