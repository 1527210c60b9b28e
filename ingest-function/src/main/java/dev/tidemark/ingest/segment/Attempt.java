package dev.tidemark.ingest.segment;

import io.vertx.core.http.HttpServerRequest;

/** Which attempt to send its body a request is, as far as it says so. */
enum Attempt {
    FIRST,
    REPEATED;

    private static final String COUNT = "X-Retry-Count";

    /** By the header that Segment's SDKs send from the second attempt on. */
    static Attempt of(HttpServerRequest request) {
        String count = request.getHeader(COUNT);
        return count == null || count.equals("0") ? FIRST : REPEATED;
    }
}
