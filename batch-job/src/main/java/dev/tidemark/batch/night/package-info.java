/** One night's work from beginning to end: cut, read, replay, recompute, reconcile, report, publish. Puts the other packages in order, chooses the days and comes to the verdict. The command and the function both run it. */
@NullMarked
package dev.tidemark.batch.night;

import org.jspecify.annotations.NullMarked;
