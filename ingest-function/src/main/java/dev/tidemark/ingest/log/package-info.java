/**
 * The way into the log: envelopes become records, records become PutRecords calls, and every record is either
 * acknowledged or given back. Nothing here outlives the request that waits for it. Knows Kinesis, not HTTP.
 */
@NullMarked
package dev.tidemark.ingest.log;

import org.jspecify.annotations.NullMarked;
