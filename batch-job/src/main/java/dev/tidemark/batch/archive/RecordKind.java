package dev.tidemark.batch.archive;

/** The kinds of rows in the table {@code records}, by their number there. */
final class RecordKind {

    static final int EVENTS = 1;
    static final int HEARTBEAT = 2;
    static final int WATERMARK = 3;
    static final int VIEWS = 4;

    /** The stream did not process it: it moves nothing. */
    static final int IDLE = 5;

    /** No record: the journal's word on clock and watermarks after a hole. */
    static final int ANCHOR = 6;

    /** Nobody can read it: it moves nothing. */
    static final int UNREADABLE = 7;

    /** Events: processed by the stream. */
    static final int PROCESSED = 0;

    /** Events: set aside by the stream. */
    static final int QUARANTINED = 1;

    /** Events: given up by the event source mapping. */
    static final int SKIPPED = 2;

    private RecordKind() {}
}
