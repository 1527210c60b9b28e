package dev.tidemark.local.chaos;

import dev.tidemark.local.platform.LocalPlatform;
import dev.tidemark.local.platform.LocalPlatformOptions;
import dev.tidemark.local.runtime.fault.FaultProxy;
import dev.tidemark.local.runtime.fault.StoreFault;
import dev.tidemark.local.runtime.lambda.FunctionSpec;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private final long seed;
    private final SeededCutting cutting;
    private @Nullable FaultProxy proxy;
    private @Nullable Acting acting;

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
        acting = Acting.start(on, ChaosPlan.of(seed, events), posted, say);
    }

    /**
     * Waits until the plan is done and everything in the log is processed, faults going on; then ends them.
     *
     * @param atMost how long the processing may take
     * @throws RuntimeException what went wrong with an act, where it was not the fault itself
     */
    public void endWith(LocalPlatform on, Duration atMost) throws InterruptedException {
        if (acting != null) {
            acting.awaitEnd();
        }
        on.awaitCaughtUp(atMost);
        calm();
        if (acting != null) {
            acting.throwFailure();
        }
    }

    /** Full batches, each once, and a DynamoDB that answers. */
    private void calm() {
        cutting.calm();
        if (proxy != null) {
            proxy.calm();
        }
    }

    /** What has happened since the start, in the order in which it is told. */
    public List<Happening> happenings() {
        Acting acts = acting;
        if (acts == null) {
            throw new IllegalStateException("nothing has been started");
        }
        List<Happening> all = new ArrayList<>();
        all.add(new Happening("instances killed inside an invocation", acts.kills(), acts.killsByFunction()));
        for (StoreFault fault : StoreFault.values()) {
            all.add(new Happening(name(fault), proxy == null ? 0 : proxy.count(fault), ""));
        }
        all.add(new Happening("batches cut anew", cutting.recut(), ""));
        all.add(new Happening("batches sent again after success", cutting.again(), ""));
        all.add(new Happening("shards split", acts.splits(), ""));
        all.add(new Happening("shards merged", acts.merges(), "pairs"));
        all.add(new Happening("calls to DynamoDB tried again", proxy == null ? 0 : proxy.retries(), ""));
        all.add(new Happening("batches tried again", acts.retriedBatches(), ""));
        return all;
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
        if (acting != null) {
            acting.stop();
        }
        if (proxy != null) {
            proxy.close();
        }
    }
}
