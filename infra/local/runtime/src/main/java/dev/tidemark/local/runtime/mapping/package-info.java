/** Event source mappings for Kinesis, as AWS documents them: they read shards in order, cut batches, invoke a function, and go on only after it has succeeded or they have given a record up. {@link dev.tidemark.local.runtime.mapping.EventSourceMapping} is one mapping; a shard has a thread, and its position survives a restart. It may use the Kinesis and S3 clients and the {@code Invoker}, nothing else of the platform. */
@NullMarked
package dev.tidemark.local.runtime.mapping;

import org.jspecify.annotations.NullMarked;
