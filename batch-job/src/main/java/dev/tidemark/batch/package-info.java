/** The batch job: the command, its settings, its exit codes. What happens in a night is in the package night. Nothing here computes. */
@NullMarked
package dev.tidemark.batch;

import org.jspecify.annotations.NullMarked;
