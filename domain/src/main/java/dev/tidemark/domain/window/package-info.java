/** Where in event time results are computed: slices, the windows made of them, and the marks at which their panes fire. Part of the stream's computation: the batch does not import it. */
@NullMarked
package dev.tidemark.domain.window;

import org.jspecify.annotations.NullMarked;
