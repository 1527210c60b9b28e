/**
 * PostHog's capture protocols: their addresses, how an event of theirs maps onto one of ours, and the answers that its SDKs know.
 * Reads by {@code reading}, comes in by the {@code door}; knows no other protocol.
 */
@NullMarked
package dev.tidemark.ingest.posthog;

import org.jspecify.annotations.NullMarked;
