/**
 * HTTP, whatever is spoken: keys, bodies and their bounds, stamps, limits, origins, answers and problem documents, each
 * in one place. A protocol is a package of its own that comes in by {@link dev.tidemark.ingest.door.Door}; none is known
 * here. Every error leaves as an RFC 9457 problem document, unless a protocol's senders understand another.
 */
@NullMarked
package dev.tidemark.ingest.door;

import org.jspecify.annotations.NullMarked;
