/**
 * Where in event time results are computed: slices, the windows made of them, and the marks at which their panes fire. Part
 * of the stream's computation: the batch does not import it.
 *
 * <p>With windows of 5 minutes every 2, slices are {@code gcd(5, 2)} = 1 minute long. An event of 12:04:30 lies in the slice
 * {@code [12:04..12:05)}, which is a piece of the windows that start at 12:00, 12:02 and 12:04. With a mark a minute, the
 * slice has the marks 12:05, 12:06, 12:07, …; an event that meets the watermark 12:05:20 goes into the cell with the mark
 * 12:06. It is on time for the windows that end at 12:07 and 12:09, and late for the one that ended at 12:05.
 *
 * <p>Sessions have buckets for slices, one gap long ({@link dev.tidemark.domain.window.SessionGrid}).
 */
@NullMarked
package dev.tidemark.domain.window;

import org.jspecify.annotations.NullMarked;
