package dev.tidemark.local.runtime.fault;

/** What may become of a request to DynamoDB. */
public enum StoreFault {
    /** Refused, the table being over its throughput: {@code ProvisionedThroughputExceededException}. */
    TABLE_THROTTLED,
    /** Refused, the account being over its rate: {@code ThrottlingException}. */
    ACCOUNT_THROTTLED,
    /** The connection is lost before the request arrives. */
    REQUEST_LOST,
    /** The request is done, and the connection is lost before its answer arrives. */
    ANSWER_LOST,
    /** The request is done after the caller has given up waiting: the late write of an attempt that is over. */
    DONE_LATE
}
