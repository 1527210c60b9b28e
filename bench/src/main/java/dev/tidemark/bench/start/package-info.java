/**
 * From the start of a function's JVM to its first answer, under AWS's own runtime interface client: plain, and as a
 * deployment can have it.
 */
@NullMarked
package dev.tidemark.bench.start;

import org.jspecify.annotations.NullMarked;
