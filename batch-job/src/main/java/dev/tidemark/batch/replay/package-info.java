/** The stream's decisions again, and the truth beside them, in SQL over the archive's rows. Drives statements; computes nothing itself. Shares the definitions with the stream and none of its code. */
@NullMarked
package dev.tidemark.batch.replay;

import org.jspecify.annotations.NullMarked;
