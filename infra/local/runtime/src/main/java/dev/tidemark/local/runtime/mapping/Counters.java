package dev.tidemark.local.runtime.mapping;

import java.util.concurrent.atomic.LongAdder;

/** What a mapping counts, over all shards. */
final class Counters {
    final LongAdder batches = new LongAdder();
    final LongAdder records = new LongAdder();
    final LongAdder invocations = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder errors = new LongAdder();
    final LongAdder givenUp = new LongAdder();
}
