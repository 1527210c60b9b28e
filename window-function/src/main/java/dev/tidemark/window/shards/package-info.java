/** Shards and their parents: which there are, which have been read to their end, what a child inherits. The stream's shard list is a port, Kinesis its adapter. A shard that cannot be read stays in, and holds the watermark. */
@NullMarked
package dev.tidemark.window.shards;

import org.jspecify.annotations.NullMarked;
