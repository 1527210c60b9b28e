/**
 * HTTP between the socket and Vert.x: how many connections there may be, how long a head may take to come and an answer to
 * go, what a head and the chunks of HTTP/1 must be, and that whatever breaks these rules is a request that is known to be
 * broken, not a connection that ends in silence. It stands in each connection's pipeline from before its first byte, and may use Netty and, where a connection is accepted, Vert.x'
 * own classes; it knows nothing of events, keys or problem documents.
 */
@NullMarked
package dev.tidemark.ingest.wire;

import org.jspecify.annotations.NullMarked;
