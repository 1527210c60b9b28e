/**
 * What every query has: its key, the document of a problem, an answer with a tag, and the plain server. Nothing here knows what is
 * asked for. It may use Vert.x and Quarkus REST.
 */
@NullMarked
package dev.tidemark.query.door;

import org.jspecify.annotations.NullMarked;
