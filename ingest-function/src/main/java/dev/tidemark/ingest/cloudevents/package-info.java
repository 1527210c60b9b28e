/**
 * CloudEvents 1.0 over HTTP, structured, batched and binary, at the address of the envelopes. Reads by {@code reading},
 * comes in by the {@code door}; knows no other protocol.
 */
@NullMarked
package dev.tidemark.ingest.cloudevents;

import org.jspecify.annotations.NullMarked;
