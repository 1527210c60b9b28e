/**
 * HTTP: resources, keys, stamps, answers and problem documents. A resource reads its body, hands envelopes to the
 * pipeline and writes the answer; it holds no rule about events. Every error leaves as an RFC 9457 problem document,
 * made in one place.
 */
@NullMarked
package dev.tidemark.ingest.http;

import org.jspecify.annotations.NullMarked;
