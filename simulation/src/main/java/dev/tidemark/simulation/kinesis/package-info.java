/** Kinesis in memory, behind the SDK's own interface: shards that split and merge, sequence numbers, iterators, retention. What the platform does not call throws. It knows nothing of what records hold. */
@NullMarked
package dev.tidemark.simulation.kinesis;

import org.jspecify.annotations.NullMarked;
