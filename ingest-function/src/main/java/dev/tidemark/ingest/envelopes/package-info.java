/**
 * Tidemark's own protocol: envelopes as JSON, one or one a line, read in one pass, and answered by a verdict for each
 * event. Reads by the grammar of {@code reading}, comes in by the {@code door}; knows no other protocol.
 */
@NullMarked
package dev.tidemark.ingest.envelopes;

import org.jspecify.annotations.NullMarked;
