/**
 * The stacks, from what keeps data to what can be replaced at any time: data, compute, batch, observability. Each takes the
 * ones before it and never the ones after, so that functions are deployed, rolled back and thrown away without touching a
 * record. Every grant is written out in {@link dev.tidemark.infra.stack.Access}, every suppressed check in the file of the
 * resource that needs it.
 */
@NullMarked
package dev.tidemark.infra.stack;

import org.jspecify.annotations.NullMarked;
