/** The sixth stage: names what reconciliation found and who is to blame, and comes to the verdict of each day and of the run. Reads the tables of differences. It repairs nothing. */
@NullMarked
package dev.tidemark.batch.judge;

import org.jspecify.annotations.NullMarked;
