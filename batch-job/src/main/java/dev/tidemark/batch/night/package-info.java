/** One night's work from beginning to end, as a line of stages: cut, stage, decide, recompute, reconcile, judge, write, publish. Puts the stages in their order and hands what one gives to the next. It computes nothing itself; the command and the function both run it. */
@NullMarked
package dev.tidemark.batch.night;

import org.jspecify.annotations.NullMarked;
