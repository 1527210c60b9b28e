/**
 * HTTP/1 between the socket and Vert.x: what a request's head and its chunks must be, how long a head may take, and that
 * whatever breaks these rules is a request that is known to be broken, not a connection that ends in silence. It stands in
 * each connection's pipeline from before its first byte, and may use Netty and, where a connection is accepted, Vert.x'
 * own classes; it knows nothing of events, keys or problem documents.
 */
@NullMarked
package dev.tidemark.ingest.wire;

import org.jspecify.annotations.NullMarked;
