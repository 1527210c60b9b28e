package dev.tidemark.client;

/** What became of an event that was offered. Only one that is {@link #QUEUED} is the client's from then on. */
public enum Offer {
    /** It is in the storage, and will be sent until the server takes or refuses it. */
    QUEUED,
    /** The queue is full: it holds as many events or bytes as it may. Nothing was stored and nothing dropped. */
    FULL,
    /** As JSON it is larger than the 32 KiB that the server takes. */
    TOO_LARGE,
    /** The storage failed. The event may be offered again, with the same id. */
    NOT_STORED
}
