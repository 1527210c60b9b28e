package dev.tidemark.local.runtime.mapping;

import dev.tidemark.local.runtime.lambda.Invoker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An event source mapping from a Kinesis stream to a function. Each shard is read in order, with one batch in flight; a
 * shard that came out of a split or a merge is read once all of its parents have been. New shards are found within a
 * second.
 */
public final class EventSourceMapping implements AutoCloseable {

    private static final long DISCOVERY_MILLIS = 1_000;

    private final MappingSpec spec;
    private final KinesisClient kinesis;
    private final ShardWorker.Context context;
    private final Pace pace = new Pace();
    private final Pace discoveryPace = new Pace();
    private final Counters counters = new Counters();
    private final Checkpoints checkpoints;
    private final String region;
    private final Thread discovery;
    private final Map<String, ShardWorker> workers = new TreeMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile long discoveryBegan = System.nanoTime();
    private volatile boolean discovered;
    private volatile boolean allStarted;

    private EventSourceMapping(
            MappingSpec spec, KinesisClient kinesis, @Nullable S3Client s3, Invoker function, Options options) {
        this.spec = spec;
        this.kinesis = kinesis;
        this.region = spec.streamArn().split(":", -1)[3];
        this.checkpoints = new Checkpoints(options.checkpoints());
        String bucket = spec.onFailureBucket();
        FailureDestination destination =
                bucket == null || s3 == null ? null : new FailureDestination(s3, bucket, spec, options.clock());
        this.context = new ShardWorker.Context(
                spec,
                function,
                checkpoints,
                counters,
                destination,
                options.affinity(),
                options.cutting(),
                pace,
                options.clock(),
                discoveryPace::nudge);
        this.discovery = new Thread(this::discover, "mapping-" + spec.name());
        discovery.setDaemon(true);
    }

    /**
     * How the mapping runs on this machine, beside what Lambda lets one set.
     *
     * @param checkpoints directory of the mapping's positions, its own
     * @param affinity whether a shard's batches go to the same instance where possible
     * @param cutting where batches are cut, and which come twice
     * @param clock judges the age of records
     */
    public record Options(Path checkpoints, boolean affinity, Cutting cutting, Clock clock) {

        /** Batches as full as they can be, each sent once. */
        public Options(Path checkpoints, boolean affinity, Clock clock) {
            this(checkpoints, affinity, Cutting.FULL, clock);
        }
    }

    /**
     * Starts a mapping.
     *
     * @param s3 takes what is given up; may be null when the mapping has no destination
     */
    public static EventSourceMapping start(
            MappingSpec spec, KinesisClient kinesis, @Nullable S3Client s3, Invoker function, Options options) {
        EventSourceMapping mapping = new EventSourceMapping(spec, kinesis, s3, function, options);
        mapping.discovery.start();
        return mapping;
    }

    private void discover() {
        while (!discoveryPace.stopped()) {
            try {
                long began = System.nanoTime();
                startReady(listShards());
                discoveryBegan = began;
                discovered = true;
            } catch (RuntimeException e) {
                discovered = false;
            }
            discoveryPace.idle(DISCOVERY_MILLIS);
        }
    }

    private List<Shard> listShards() {
        List<Shard> shards = new ArrayList<>();
        ListShardsResponse page = kinesis.listShards(list -> list.streamName(spec.streamName()));
        shards.addAll(page.shards());
        while (page.nextToken() != null) {
            String token = page.nextToken();
            page = kinesis.listShards(list -> list.nextToken(token));
            shards.addAll(page.shards());
        }
        return shards;
    }

    /** Starts every shard whose parents, as far as the stream still knows them, have been read to their ends. */
    private void startReady(List<Shard> shards) {
        Set<String> known = shards.stream().map(Shard::shardId).collect(Collectors.toSet());
        boolean all = true;
        for (Shard shard : shards) {
            boolean ready = Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
                    .filter(parent -> parent != null && known.contains(parent))
                    .allMatch(this::ended);
            if (ready) {
                start(shard.shardId());
            } else {
                all = false;
            }
        }
        allStarted = all;
    }

    private boolean ended(String shardId) {
        synchronized (workers) {
            ShardWorker worker = workers.get(shardId);
            if (worker != null) {
                return worker.ended();
            }
        }
        return Checkpoints.SHARD_END.equals(checkpoints.read(shardId));
    }

    private void start(String shardId) {
        synchronized (workers) {
            String position = checkpoints.read(shardId);
            if (workers.containsKey(shardId) || Checkpoints.SHARD_END.equals(position) || pace.stopped()) {
                return;
            }
            ShardWorker worker = new ShardWorker(
                    context, shardId, position, after -> new ShardPoller(kinesis, spec, shardId, region, after));
            workers.put(shardId, worker);
            Thread thread = new Thread(worker, "mapping-" + spec.name() + "-" + shardId);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Whether, when last looked at, every shard was read to its tip and nothing was in flight. */
    public boolean caughtUp() {
        synchronized (workers) {
            return discovered && allStarted && workers.values().stream().allMatch(ShardWorker::atTip);
        }
    }

    /** Whether everything that was in the stream at that {@link System#nanoTime} has been processed. */
    public boolean caughtUpSince(long nanoTime) {
        synchronized (workers) {
            return discovered
                    && allStarted
                    && discoveryBegan - nanoTime >= 0
                    && workers.values().stream().allMatch(worker -> worker.caughtUpSince(nanoTime));
        }
    }

    /**
     * Waits until everything that is in the stream now has been processed.
     *
     * @return false if the time was over first
     */
    public boolean awaitCaughtUp(Duration atMost) throws InterruptedException {
        long now = System.nanoTime();
        nudge();
        while (!caughtUpSince(now)) {
            if (System.nanoTime() - now > atMost.toNanos()) {
                return false;
            }
            Thread.sleep(5);
        }
        return true;
    }

    /** Looks for records and shards at once, without waiting for the next poll. */
    public void nudge() {
        discoveryPace.nudge();
        pace.nudge();
    }

    /** Stops reading after the batches in flight, until {@link #resume}: the mapping is disabled. */
    public void pause() {
        pace.hold();
    }

    /** Goes on reading. */
    public void resume() {
        pace.release();
    }

    /** Counters and positions. */
    public MappingStats stats() {
        Map<String, MappingStats.ShardProgress> positions = new TreeMap<>();
        synchronized (workers) {
            workers.forEach((shard, worker) -> positions.put(shard, worker.position()));
        }
        return new MappingStats(
                spec.name(),
                counters.batches.sum(),
                counters.records.sum(),
                counters.invocations.sum(),
                counters.retries.sum(),
                counters.errors.sum(),
                counters.givenUp.sum(),
                positions);
    }

    /** Reads nothing more and tries nothing again, and does not wait for the invocations in flight; {@link #close} does. */
    public void end() {
        discoveryPace.stop();
        pace.stop();
    }

    /**
     * Lets invocations in flight end, for up to the time given.
     *
     * @return whether they have
     */
    public boolean awaitEnd(Duration atMost) {
        end();
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            for (Thread thread : allThreads()) {
                long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (millis > 0) {
                    thread.join(millis);
                }
                if (thread.isAlive()) {
                    return false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return true;
    }

    private List<Thread> allThreads() {
        List<Thread> all = new ArrayList<>(List.of(discovery));
        synchronized (workers) {
            all.addAll(threads);
        }
        return all;
    }

    /** Lets invocations in flight end, however long they take, tries nothing again, and stops. */
    @Override
    public void close() {
        end();
        try {
            for (Thread thread : allThreads()) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
