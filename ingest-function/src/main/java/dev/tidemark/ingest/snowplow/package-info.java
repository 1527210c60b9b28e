/**
 * Snowplow's tracker protocol: its address, how a payload maps onto an event, and the answer that its trackers know. Reads by
 * {@code reading}, comes in by the {@code door}; knows no other protocol.
 */
@NullMarked
package dev.tidemark.ingest.snowplow;

import org.jspecify.annotations.NullMarked;
