/** What the night found wrong: which side, which window, which object. Values only. Used by every stage that can find a fault. */
@NullMarked
package dev.tidemark.batch.fault;

import org.jspecify.annotations.NullMarked;
