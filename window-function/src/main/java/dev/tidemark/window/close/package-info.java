/** Publishing: the global watermark, and the panes of windows that it has passed. Closing may run any number of times, by several instances at once, and always publishes the same. No AWS types here. */
@NullMarked
package dev.tidemark.window.close;

import org.jspecify.annotations.NullMarked;
