package dev.tidemark.local.chaos;

import dev.tidemark.local.platform.LocalPlatform;
import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.mapping.MappingStats;
import dev.tidemark.platform.PlatformFunction;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Works through a plan on a thread of its own: waits until so many events are posted, kills, splits, merges, and counts what
 * it did. An act that goes wrong ends the plan.
 */
final class Acting {

    /** How long a kill waits for an invocation. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long POLL_MILLIS = 1;

    private final LocalPlatform on;
    private final ChaosPlan plan;
    private final LongSupplier posted;
    private final Consumer<String> say;
    private final Resharding resharding;
    private final Thread thread;
    private final Map<String, AtomicLong> kills = new ConcurrentHashMap<>();
    private final AtomicLong splits = new AtomicLong();
    private final AtomicLong merges = new AtomicLong();
    private volatile @Nullable RuntimeException failure;
    private volatile boolean stopped;

    private Acting(LocalPlatform on, ChaosPlan plan, LongSupplier posted, Consumer<String> say) {
        this.on = on;
        this.plan = plan;
        this.posted = posted;
        this.say = say;
        this.resharding = new Resharding(on.kinesis(), on.names().stream());
        this.thread = new Thread(this::run, "tidemark-chaos");
        thread.setDaemon(true);
    }

    /**
     * Begins.
     *
     * @param posted how many events are posted by now
     * @param say takes a line for each act
     */
    static Acting start(LocalPlatform on, ChaosPlan plan, LongSupplier posted, Consumer<String> say) {
        Acting acting = new Acting(on, plan, posted, say);
        acting.thread.start();
        return acting;
    }

    /** Waits until all of the plan is done. */
    void awaitEnd() throws InterruptedException {
        thread.join();
    }

    /** Does nothing of the plan any more. */
    void stop() {
        stopped = true;
    }

    /** @throws RuntimeException what went wrong with an act, where it was not the fault itself */
    void throwFailure() {
        RuntimeException what = failure;
        if (what != null) {
            throw what;
        }
    }

    long kills() {
        return kills.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** {@code window 9, archive 3}. */
    String killsByFunction() {
        return Arrays.stream(PlatformFunction.values())
                .map(PlatformFunction::shortName)
                .filter(kills::containsKey)
                .map(name -> name + " " + kills.get(name))
                .collect(Collectors.joining(", "));
    }

    long splits() {
        return splits.get();
    }

    /** Pairs of shards that became one. */
    long merges() {
        return merges.get();
    }

    /** Batches that the platform's mappings have sent again so far. */
    long retriedBatches() {
        return on.stats().mappings().values().stream()
                .mapToLong(MappingStats::retries)
                .sum();
    }

    private void run() {
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
                kills.computeIfAbsent(kill.function(), any -> new AtomicLong()).incrementAndGet();
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

    /** In a replay nothing calls the tick by itself; this call is made so that there is an instance to kill. */
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
