/** The exactly-once protocol: one shard's records, applied to the cells once each, whatever is delivered twice, cut anew or finished late. The stores behind it are ports. No AWS types here. */
@NullMarked
package dev.tidemark.window.exactlyonce;

import org.jspecify.annotations.NullMarked;
