package dev.tidemark.local.platform;

import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.LocalRuntimeException.RuntimeProblem;
import dev.tidemark.local.runtime.emulator.Emulators;
import dev.tidemark.local.runtime.lambda.FunctionSpec;
import dev.tidemark.local.runtime.lambda.Invoker;
import dev.tidemark.local.runtime.mapping.EventSourceMapping;
import dev.tidemark.local.runtime.mapping.MappingSpec;
import dev.tidemark.local.runtime.mapping.MappingStats;
import dev.tidemark.platform.StreamMapping;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The platform's event source mappings, as {@link StreamMapping} has them, for the deployed stack as well; only what belongs
 * to one machine is added here: where positions are kept, and how long a batch waits.
 */
final class Mappings {

    /** A batch waits no longer than this to fill. The cloud waits longer, which makes fewer invocations; here a person waits. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final long POLL_MILLIS = 5;

    private final LocalPlatformOptions options;
    private final Names names;
    private final Emulators emulators;
    private final PlatformDirectory data;
    private final Map<String, EventSourceMapping> byName = new LinkedHashMap<>();

    Mappings(LocalPlatformOptions options, Names names, Emulators emulators, PlatformDirectory data) {
        this.options = options;
        this.names = names;
        this.emulators = emulators;
        this.data = data;
    }

    /** Starts one, which is the caller's to close. */
    EventSourceMapping start(StreamMapping mapping, Invoker function) {
        String name = mapping.shortName();
        String arn = FunctionSpec.of(name, data.path(), "").arn();
        Duration window = mapping.maximumBatchingWindow();
        MappingSpec spec = MappingSpec.of(name, arn, names.stream(), names.streamArn())
                .withBatchSize(mapping.batchSize())
                .withBatchingWindow(window.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : window)
                .withBisect(StreamMapping.BISECT_BATCH_ON_FUNCTION_ERROR)
                .withGivingUp(StreamMapping.MAXIMUM_RETRY_ATTEMPTS, null, names.bucket());
        EventSourceMapping started = EventSourceMapping.start(
                options.tuneMapping().apply(spec),
                emulators.kinesis(),
                emulators.s3(),
                function,
                new EventSourceMapping.Options(
                        data.in("mappings").resolve(name), options.affinity(), options.cutting(), options.clock()));
        byName.put(name, started);
        return started;
    }

    EventSourceMapping mapping(String name) {
        EventSourceMapping mapping = byName.get(name);
        if (mapping == null) {
            throw new IllegalArgumentException("no mapping '" + name + "', only " + byName.keySet());
        }
        return mapping;
    }

    boolean caughtUp() {
        return byName.values().stream().allMatch(EventSourceMapping::caughtUp);
    }

    void awaitCaughtUp(Duration atMost) throws InterruptedException {
        long began = System.nanoTime();
        byName.values().forEach(EventSourceMapping::nudge);
        for (EventSourceMapping mapping : byName.values()) {
            while (!mapping.caughtUpSince(began)) {
                if (emulators.lost().isDone()) {
                    throw new LocalRuntimeException(
                            RuntimeProblem.CHILD_PROCESS, emulators.lost().join());
                }
                if (System.nanoTime() - began > atMost.toNanos()) {
                    throw new LocalRuntimeException(
                            RuntimeProblem.TIMEOUT,
                            "the stream was not processed within " + atMost + ": "
                                    + mapping.stats().shards());
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    Map<String, MappingStats> stats() {
        Map<String, MappingStats> stats = new LinkedHashMap<>();
        byName.forEach((name, mapping) -> stats.put(name, mapping.stats()));
        return stats;
    }

    /** Reads nothing more, and does not wait for the invocations in flight. */
    void end() {
        byName.values().forEach(EventSourceMapping::end);
    }

    /** Lets invocations in flight end, up to this {@link System#nanoTime}. */
    void awaitEnd(long deadlineNanos) {
        byName.values().forEach(mapping -> mapping.awaitEnd(Duration.ofNanos(deadlineNanos - System.nanoTime())));
    }
}
