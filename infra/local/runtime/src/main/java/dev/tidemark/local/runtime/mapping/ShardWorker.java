package dev.tidemark.local.runtime.mapping;

import dev.tidemark.local.runtime.lambda.Invoker;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Works through one shard on a thread of its own: reads, cuts a batch, delivers it, reads on. Whatever goes wrong beside
 * the function, it starts again at the last checkpoint, for ever: giving up would lose what is in the shard.
 */
final class ShardWorker implements Runnable, Delivery.DeliveringShard {

    /** What all workers of a mapping share. */
    record Context(
            MappingSpec mapping,
            Invoker function,
            Checkpoints checkpoints,
            Counters counters,
            @Nullable FailureDestination destination,
            boolean affinity,
            Cutting cutting,
            Pace pace,
            Clock clock,
            Runnable shardEnded) {}

    private final Context context;
    private final String shardId;
    private final Function<@Nullable String, ShardPoller> readAfter;

    private volatile @Nullable String position;
    private volatile boolean ended;
    private volatile boolean atTip;
    private volatile long tipSeen;
    private volatile @Nullable Instant oldestWaiting;
    private volatile @Nullable String problem;

    /** @param readAfter makes a reader that goes on after a sequence number, or starts at the beginning for null */
    ShardWorker(
            Context context,
            String shardId,
            @Nullable String position,
            Function<@Nullable String, ShardPoller> readAfter) {
        this.context = context;
        this.shardId = shardId;
        this.position = position;
        this.readAfter = readAfter;
    }

    @Override
    public void run() {
        Backoff backoff = new Backoff();
        while (!ended && !context.pace().stopped()) {
            try {
                work(readAfter.apply(position), backoff);
            } catch (RuntimeException e) {
                if (!context.pace().stopped()) {
                    atTip = false;
                    problem = e.toString();
                    context.pace().sleep(backoff.next());
                }
            }
        }
    }

    private void work(ShardPoller first, Backoff backoff) {
        ShardPoller reader = first;
        while (!context.pace().stopped()) {
            String before = position;
            List<PolledRecord> batch = gather(reader);
            backoff.reset();
            if (!batch.isEmpty()) {
                new Delivery(context, this, batch).run();
                if (context.cutting().again(context.mapping().name(), shardId)) {
                    position = before;
                    reader = readAfter.apply(before);
                }
            } else if (reader.ended()) {
                context.checkpoints().write(shardId, Checkpoints.SHARD_END);
                ended = true;
                oldestWaiting = null;
                context.shardEnded().run();
                return;
            }
        }
    }

    /** Reads until a batch is full, its window over, or the shard at its end; empty at the end, and when stopped. */
    private List<PolledRecord> gather(ShardPoller reader) {
        long windowNanos = context.mapping().maximumBatchingWindow().toNanos();
        long began = System.nanoTime();
        boolean open = reader.oldest() != null;
        while (!context.pace().stopped()) {
            context.pace().awaitRelease();
            if (!open && reader.oldest() != null) {
                open = true;
                began = System.nanoTime();
            }
            long leftNanos = windowNanos - (System.nanoTime() - began);
            if (open && (leftNanos <= 0 || reader.ended() || reader.full(Invoker.MAX_PAYLOAD))) {
                return reader.cut(Invoker.MAX_PAYLOAD, mostRecords());
            }
            if (reader.ended()) {
                return List.of();
            }
            if (!read(reader)) {
                long waitMillis = open ? Math.max(1, leftNanos / 1_000_000) : Pace.IDLE_MILLIS;
                context.pace().idle(Math.min(Pace.IDLE_MILLIS, waitMillis));
            }
        }
        return List.of();
    }

    private int mostRecords() {
        MappingSpec mapping = context.mapping();
        return context.cutting().mostRecords(mapping.name(), shardId, mapping.batchSize());
    }

    /** Reads once; false if there was nothing. */
    private boolean read(ShardPoller reader) {
        long began = System.nanoTime();
        int count = reader.read();
        problem = null;
        PolledRecord oldest = reader.oldest();
        oldestWaiting = oldest == null ? null : oldest.arrival();
        tipSeen = began;
        atTip = oldest == null && !reader.ended();
        return count > 0 || reader.ended();
    }

    @Override
    public String id() {
        return shardId;
    }

    @Override
    public void done(PolledRecord last) {
        context.checkpoints().write(shardId, last.sequenceNumber());
        position = last.sequenceNumber();
        problem = null;
    }

    @Override
    public void inFlight(PolledRecord oldest) {
        oldestWaiting = oldest.arrival();
    }

    @Override
    public void failing(String whatIsWrong) {
        problem = whatIsWrong;
    }

    boolean ended() {
        return ended;
    }

    /** Whether everything that was in the shard at that {@link System#nanoTime} has been processed. */
    boolean caughtUpSince(long nanoTime) {
        return ended || (atTip && tipSeen - nanoTime >= 0);
    }

    /** Whether the last read found nothing, and nothing is in flight. */
    boolean atTip() {
        return ended || atTip;
    }

    MappingStats.ShardProgress position() {
        return new MappingStats.ShardProgress(position, ended, atTip(), oldestWaiting, problem);
    }
}
