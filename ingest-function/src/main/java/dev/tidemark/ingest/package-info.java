/**
 * Ingestion: events in over HTTP, into the log on Kinesis, and a verdict back for each. This package wires the parts
 * together and holds the one pipeline that all protocols share: {@code door} takes a request in and answers it, the package of
 * a protocol ({@code envelopes}, {@code segment}, …) says what its body means, {@code reading} reads the body, {@code model}
 * judges events, {@code log} writes them. A caller who has no 2xx for an event still owns it.
 */
@NullMarked
package dev.tidemark.ingest;

import org.jspecify.annotations.NullMarked;
