/**
 * What windows say: published panes, what the batch says instead of them, and for windows that are still open, the cells they will
 * be made of, merged over shards and slices. {@link dev.tidemark.serving.windows.WindowReader} reads them, {@link
 * dev.tidemark.serving.windows.WindowPages} page by page, and every value comes once, in one order, from one standpoint. Reads
 * DynamoDB, strongly consistently, and writes nothing.
 */
@NullMarked
package dev.tidemark.serving.windows;

import org.jspecify.annotations.NullMarked;
