/**
 * Amplitude's HTTP V2 protocol: its addresses, how an event of its maps onto one of ours, and the answers its SDKs know. Reads
 * by {@code reading}, comes in by the {@code door}; knows no other protocol.
 */
@NullMarked
package dev.tidemark.ingest.amplitude;

import org.jspecify.annotations.NullMarked;
