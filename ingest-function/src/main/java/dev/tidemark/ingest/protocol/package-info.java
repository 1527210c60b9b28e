/**
 * Other people's protocols: how a batch of theirs maps onto envelopes, one table a protocol, and how verdicts go back to
 * the batch's own places. Reads JSON by {@link dev.tidemark.ingest.envelope.FlatObject}; knows neither HTTP nor Kinesis.
 */
@NullMarked
package dev.tidemark.ingest.protocol;

import org.jspecify.annotations.NullMarked;
