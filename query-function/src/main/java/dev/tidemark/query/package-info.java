/**
 * Queries over HTTP, on Lambda behind the gateway and as a plain server. A resource a subject reads what {@code serving} knows and
 * says it; it computes nothing. It may use {@code serving}, {@code platform} and {@code domain}; {@code door} has keys, problems
 * and the server.
 */
@NullMarked
package dev.tidemark.query;

import org.jspecify.annotations.NullMarked;
