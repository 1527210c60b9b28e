package dev.tidemark.local.chaos;

import dev.tidemark.local.platform.LocalPlatform;
import dev.tidemark.local.platform.LocalPlatformOptions;
import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.fault.FaultProxy;
import dev.tidemark.local.runtime.fault.StoreFault;
import dev.tidemark.local.runtime.lambda.FunctionSpec;
import dev.tidemark.local.runtime.mapping.MappingStats;
import dev.tidemark.platform.PlatformFunction;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in a run: functions are killed, DynamoDB fails, batches are cut and sent again, shards split and merge.
 * First {@link #into} the options of the platform, then {@link #start} on it; {@link #endWith} waits until all of the plan is
 * done.
 */
public final class Turmoil implements AutoCloseable {

    private static final String DYNAMODB = "AWS_ENDPOINT_URL_DYNAMODB";

    /** The functions give up an attempt after 3 s. */
    private static final Duration LATE = Duration.ofMillis(3_500);

    /** How long a kill waits for an invocation. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long POLL_MILLIS = 1;

    private final long seed;
    private final SeededCutting cutting;
    private final AtomicLong kills = new AtomicLong();
    private final Map<String, AtomicLong> killsOf = new ConcurrentHashMap<>();
    private final AtomicLong splits = new AtomicLong();
    private final AtomicLong merges = new AtomicLong();
    private @Nullable FaultProxy proxy;
    private @Nullable Thread acting;
    private @Nullable LocalPlatform platform;
    private volatile @Nullable RuntimeException failure;
    private volatile boolean stopped;

    /** Turmoil of a seed. */
    public Turmoil(long seed) {
        this.seed = seed;
        this.cutting = new SeededCutting(seed);
    }

    /** Puts the proxy between the functions and DynamoDB, and this between the mappings and their batches. */
    public LocalPlatformOptions.Builder into(LocalPlatformOptions.Builder options) {
        return options.cutting(cutting).tuneFunction(this::throughTheProxy);
    }

    private synchronized FunctionSpec throughTheProxy(FunctionSpec function) {
        String upstream = function.environment().get(DYNAMODB);
        if (upstream == null) {
            return function;
        }
        if (proxy == null) {
            proxy = FaultProxy.start(URI.create(upstream), new SeededFaults(seed), LATE);
        }
        Map<String, String> variables = new HashMap<>(function.environment());
        variables.put(DYNAMODB, proxy.url().toString());
        return function.withEnvironment(variables);
    }

    /**
     * Begins the plan.
     *
     * @param on the platform
     * @param events of the whole replay
     * @param posted how many of them are posted by now
     * @param say takes a line for each act
     */
    public void start(LocalPlatform on, long events, LongSupplier posted, Consumer<String> say) {
        platform = on;
        ChaosPlan plan = ChaosPlan.of(seed, events);
        Acting thread = new Acting(on, plan, posted, say);
        acting = new Thread(thread, "tidemark-chaos");
        acting.setDaemon(true);
        acting.start();
    }

    /**
     * Waits until the plan is done and everything in the log is processed, still under fire; then calms everything.
     *
     * @param atMost how long the processing may take
     * @throws RuntimeException what went wrong with an act, where it was not the fault itself
     */
    public void endWith(LocalPlatform on, Duration atMost) throws InterruptedException {
        if (acting != null) {
            acting.join();
        }
        on.awaitCaughtUp(atMost);
        calm();
        RuntimeException what = failure;
        if (what != null) {
            throw what;
        }
    }

    /** Full batches, each once, and a DynamoDB that answers. */
    private void calm() {
        cutting.calm();
        if (proxy != null) {
            proxy.calm();
        }
    }

    /** What has happened, in the order in which it is told. */
    public List<Happening> happenings() {
        List<Happening> all = new ArrayList<>();
        all.add(new Happening("instances killed inside an invocation", kills.get(), detail()));
        for (StoreFault fault : StoreFault.values()) {
            all.add(new Happening(name(fault), proxy == null ? 0 : proxy.count(fault), ""));
        }
        all.add(new Happening("batches cut anew", cutting.recut(), ""));
        all.add(new Happening("batches sent again after success", cutting.again(), ""));
        all.add(new Happening("shards split", splits.get(), ""));
        all.add(new Happening("shards merged", merges.get(), "pairs"));
        all.add(new Happening("calls to DynamoDB tried again", proxy == null ? 0 : proxy.retries(), ""));
        all.add(new Happening("batches tried again", retriedBatches(), ""));
        return all;
    }

    private String detail() {
        List<String> parts = new ArrayList<>();
        for (PlatformFunction function : PlatformFunction.values()) {
            AtomicLong count = killsOf.get(function.shortName());
            if (count != null) {
                parts.add(function.shortName() + " " + count);
            }
        }
        return String.join(", ", parts);
    }

    private long retriedBatches() {
        LocalPlatform on = platform;
        return on == null
                ? 0
                : on.stats().mappings().values().stream()
                        .mapToLong(MappingStats::retries)
                        .sum();
    }

    private static String name(StoreFault fault) {
        return switch (fault) {
            case TABLE_THROTTLED -> "DynamoDB: table over its throughput";
            case ACCOUNT_THROTTLED -> "DynamoDB: account over its rate";
            case REQUEST_LOST -> "DynamoDB: connection lost before the request";
            case ANSWER_LOST -> "DynamoDB: write done, its answer lost";
            case DONE_LATE -> "DynamoDB: time-out, and the write done after it";
        };
    }

    @Override
    public void close() {
        stopped = true;
        if (proxy != null) {
            proxy.close();
        }
    }

    /** Works through the plan on a thread of its own. */
    private final class Acting implements Runnable {

        private final LocalPlatform on;
        private final ChaosPlan plan;
        private final LongSupplier posted;
        private final Consumer<String> say;
        private final Resharding resharding;

        Acting(LocalPlatform on, ChaosPlan plan, LongSupplier posted, Consumer<String> say) {
            this.on = on;
            this.plan = plan;
            this.posted = posted;
            this.say = say;
            this.resharding = new Resharding(on.kinesis(), on.names().stream());
        }

        @Override
        public void run() {
            try {
                for (Act act : plan.acts()) {
                    while (posted.getAsLong() < act.atEvent() && !stopped) {
                        Thread.sleep(POLL_MILLIS);
                    }
                    if (stopped) {
                        return;
                    }
                    perform(act);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                failure = e;
            }
        }

        private void perform(Act act) throws InterruptedException {
            if (act instanceof Act.Kill kill) {
                if (kill(kill.function())) {
                    kills.incrementAndGet();
                    killsOf.computeIfAbsent(kill.function(), any -> new AtomicLong())
                            .incrementAndGet();
                    say.accept("  killed an instance of " + kill.function() + " inside an invocation");
                }
            } else if (act instanceof Act.Split split) {
                say.accept("  split " + resharding.split(split.choice()));
                splits.incrementAndGet();
            } else if (act instanceof Act.Merge merge) {
                List<String> pair = resharding.merge(merge.choice());
                if (!pair.isEmpty()) {
                    say.accept("  merged " + String.join(" and ", pair));
                    merges.incrementAndGet();
                }
            }
        }

        /** False where no invocation came in time. */
        private boolean kill(String function) throws InterruptedException {
            if (function.equals(PlatformFunction.TICK.shortName())) {
                tick();
            }
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline && !stopped) {
                if (on.killBusyInstance(function)) {
                    return true;
                }
                Thread.sleep(POLL_MILLIS);
            }
            return false;
        }

        /** Nothing ticks by itself in a replay: this one is there to be killed. */
        private void tick() {
            Thread ticking = new Thread(
                    () -> {
                        try {
                            on.tickNow();
                        } catch (LocalRuntimeException e) {
                            say.accept("  a tick failed, as it was meant to");
                        }
                    },
                    "tidemark-chaos-tick");
            ticking.setDaemon(true);
            ticking.start();
        }
    }
}
