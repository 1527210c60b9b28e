package dev.tidemark.ingest.log;

/** Who wants to know how PutRecords does. */
public interface PutObserver {

    /** A call came back, well or not. */
    void answered(long nanos, int records);

    /** A record, or a call as a whole, failed with this error code of Kinesis or the name of an exception. */
    void failed(String errorCode);
}
