/**
 * The reading side of the grid: published panes, and for windows that are still open, the cells they will be made of,
 * merged over shards and slices. Values are exact and rows come in one order, so that a query and a batch can be held
 * against them line by line. Reads DynamoDB, strongly consistently, and writes nothing.
 */
@NullMarked
package dev.tidemark.local.windows;

import org.jspecify.annotations.NullMarked;
