/**
 * Segment's HTTP tracking protocol: its addresses, how a message maps onto an event, and the answers its SDKs know. Reads
 * by {@code reading}, comes in by the {@code door}; knows no other protocol.
 */
@NullMarked
package dev.tidemark.ingest.segment;

import org.jspecify.annotations.NullMarked;
