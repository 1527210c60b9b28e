package dev.tidemark.simulation.lambda;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.platform.StreamMapping;
import dev.tidemark.simulation.kinesis.KinesisStream;
import dev.tidemark.simulation.kinesis.StreamRecord;
import dev.tidemark.simulation.kinesis.StreamShard;
import dev.tidemark.simulation.timeline.Timeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An event source mapping from a stream to a function, as AWS documents it: a shard's records in order, one invocation at a
 * time; a child after its parents have been read to their end; a batch when it is full or the window is over; after a
 * reported failure from the lowest sequence number that was reported; after a failed invocation the halves of the batch,
 * the first of them first; again and again until the records expire. Records that expire unread leave nothing behind.
 *
 * <p>Where the service cuts batches nobody knows: here a batch may also be cut short, and what was delivered and answered
 * may come once more.
 */
public final class SimulatedMapping {

    private static final long POLL_MICROS = 1_000_000L;
    private static final long LONGEST_BACKOFF_MICROS = 30_000_000L;

    private final StreamMapping spec;
    private final KinesisStream stream;
    private final SimulatedFunction function;
    private final Timeline timeline;
    private final SplittableRandom random;
    private final LongConsumer iteratorAge;
    private final double unrest;
    private final Map<String, Reader> readers = new LinkedHashMap<>();

    /**
     * A mapping that begins at the oldest record.
     *
     * @param iteratorAge hears, at each invocation, how old the last record of its batch is, in milliseconds
     * @param unrest how often a batch is cut short, and a delivery repeated: 0 for a calm service
     */
    public SimulatedMapping(
            StreamMapping spec,
            KinesisStream stream,
            SimulatedFunction function,
            Timeline timeline,
            SplittableRandom random,
            LongConsumer iteratorAge,
            double unrest) {
        this.spec = spec;
        this.stream = stream;
        this.function = function;
        this.timeline = timeline;
        this.random = random;
        this.iteratorAge = iteratorAge;
        this.unrest = unrest;
        stream.shards().forEach(this::add);
        stream.onRecord(
                (shard, record) -> add(shard).wake(spec.maximumBatchingWindow().toMillis() * 1_000L));
    }

    private Reader add(StreamShard shard) {
        return readers.computeIfAbsent(shard.id(), id -> new Reader(shard));
    }

    /** Whether every record that the stream has was delivered and answered. */
    public boolean isDone() {
        stream.shards().forEach(this::add);
        return stream.shards().stream().allMatch(shard -> {
            Reader reader = add(shard);
            return !reader.busy && stream.read(shard, reader.position).isEmpty();
        });
    }

    /** One shard's reader. */
    private final class Reader {
        private final StreamShard shard;
        /** After which it goes on; null for the oldest. */
        private @Nullable String position;
        /** How many records the next batch may have; halved by failures. */
        private int most = spec.batchSize();

        private boolean busy;
        private boolean waking;
        private int failures;

        Reader(StreamShard shard) {
            this.shard = shard;
        }

        void wake(long micros) {
            if (!waking && !busy) {
                waking = true;
                timeline.after(micros + random.nextLong(POLL_MICROS), this::poll);
            }
        }

        private void poll() {
            waking = false;
            if (busy) {
                return;
            }
            if (!parentsAreDone()) {
                wake(POLL_MICROS);
                return;
            }
            List<StreamRecord> rest = stream.read(shard, position);
            if (rest.isEmpty()) {
                return;
            }
            int size = Math.min(most, rest.size());
            if (unrest > 0 && random.nextDouble() < unrest) {
                size = 1 + random.nextInt(size);
            }
            deliver(List.copyOf(rest.subList(0, size)));
        }

        private boolean parentsAreDone() {
            return shard.parents().stream().allMatch(parent -> {
                StreamShard known = stream.shard(parent);
                if (known == null) {
                    return true;
                }
                Reader reader = add(known);
                return !reader.busy && stream.read(known, reader.position).isEmpty();
            });
        }

        private void deliver(List<StreamRecord> batch) {
            busy = true;
            iteratorAge.accept(timeline.millis() - batch.get(batch.size() - 1).arrivalMillis());
            function.invoke(KinesisEvents.of(shard.id(), batch), end -> {
                busy = false;
                answered(batch, end);
            });
        }

        private void answered(List<StreamRecord> batch, InvocationEnd end) {
            if (end instanceof InvocationEnd.FunctionAnswered answered
                    && answered.answer() instanceof StreamsEventResponse response) {
                String failed = lowest(response);
                if (failed == null) {
                    boolean lost = unrest > 0 && random.nextDouble() < unrest / 4;
                    if (!lost) {
                        position = batch.get(batch.size() - 1).sequence();
                    }
                    most = spec.batchSize();
                    failures = 0;
                    wakeIfMore(0);
                } else {
                    int done = 0;
                    while (done < batch.size() && !batch.get(done).sequence().equals(failed)) {
                        done++;
                    }
                    if (done == batch.size()) {
                        throw new IllegalStateException("reported as failed and not in the batch: " + failed);
                    }
                    if (done > 0) {
                        position = batch.get(done - 1).sequence();
                    }
                    backOff(batch.size() - done);
                }
            } else {
                backOff(batch.size());
            }
        }

        /** After a failure: half of what is left, a little later each time. */
        private void backOff(int left) {
            failures++;
            most = StreamMapping.BISECT_BATCH_ON_FUNCTION_ERROR ? Math.max(1, (left + 1) / 2) : spec.batchSize();
            wake(Math.min(LONGEST_BACKOFF_MICROS, 200_000L << Math.min(failures, 10)));
        }

        private void wakeIfMore(long micros) {
            if (!stream.read(shard, position).isEmpty()) {
                wake(micros);
            } else if (!shard.isOpen()) {
                stream.shards().stream()
                        .filter(child -> child.parents().contains(shard.id()))
                        .forEach(child -> add(child).wake(0));
            }
        }
    }

    private static @Nullable String lowest(StreamsEventResponse response) {
        String lowest = null;
        if (response.getBatchItemFailures() != null) {
            for (StreamsEventResponse.BatchItemFailure failure : response.getBatchItemFailures()) {
                String sequence = failure.getItemIdentifier();
                if (lowest == null || Sequence.pad(sequence).compareTo(Sequence.pad(lowest)) < 0) {
                    lowest = sequence;
                }
            }
        }
        return lowest;
    }
}
