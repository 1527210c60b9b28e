package dev.tidemark.batch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemark.batch.line.StageRunner;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.batch.night.Request;
import dev.tidemark.batch.report.ReportJson;
import dev.tidemark.batch.store.StoreClients;
import dev.tidemark.platform.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The batch job as a Lambda function. The event may name days: {@code {"from":"2024-07-15","to":"2024-07-16"}} or {@code
 * {"date":"2024-07-15"}}, and a hole to accept: {@code {"acceptHole":"archive/…"}}; any other event, a schedule's for example, computes what has changed. The answer is the run's
 * {@code summary.json}, and its metrics are a line on standard output.
 *
 * <p>A run that finds something unexplained is an answer: its alarm rings, and doing it again would find the same. A run
 * that could not compare or publish is a failed invocation, for that alone is tried again and, in the end, put where
 * somebody looks.
 */
public final class BatchHandler implements RequestStreamHandler {

    private static final Path SCRATCH = Path.of("/tmp/tidemark-batch");

    private final BatchSettings settings;
    private final Stores stores;
    private final Clock clock;
    private final PrintStream out;
    private final Path scratch;
    private final int threads;
    private final RandomGenerator random;
    private final Consumer<String> progress;
    private final StageRunner runner;

    /**
     * What an instance stands on beside its environment; where it is simulated, its clients, its clock and its chance are.
     *
     * @param out for its metrics
     * @param progress hears how far a run has come
     * @param scratch a folder of its own
     * @param threads of the engine
     * @param random makes the names of runs unique
     * @param runner of the stages of a night
     */
    public record Ground(
            StoreClients clients,
            Clock clock,
            PrintStream out,
            Consumer<String> progress,
            Path scratch,
            int threads,
            RandomGenerator random,
            StageRunner runner) {}

    /**
     * An instance with this environment on this ground.
     *
     * @throws RefusedException naming the first variable that is missing or wrong
     */
    public static BatchHandler on(Ground ground, Map<String, String> environment) {
        BatchSettings settings = BatchSettings.of(environment);
        return new BatchHandler(
                settings,
                new Stores(
                        ground.clients().objects(settings.bucket()),
                        ground.clients().items(settings.tables())),
                ground.clock(),
                ground.out(),
                ground.scratch(),
                ground.threads(),
                ground.random(),
                ground.progress(),
                ground.runner());
    }

    public BatchHandler() {
        this(BatchSettings.of(System.getenv()), Clock.systemUTC(), SCRATCH);
    }

    private BatchHandler(BatchSettings settings, Clock clock, Path scratch) {
        this(settings, Stores.of(settings), clock, System.out, scratch);
    }

    /** With stores of its own, for tests. */
    BatchHandler(BatchSettings settings, Stores stores, Clock clock, PrintStream out, Path scratch) {
        this(
                settings,
                stores,
                clock,
                out,
                scratch,
                Runtime.getRuntime().availableProcessors(),
                new SecureRandom(),
                System.err::println,
                StageRunner.PLAIN);
    }

    private BatchHandler(
            BatchSettings settings,
            Stores stores,
            Clock clock,
            PrintStream out,
            Path scratch,
            int threads,
            RandomGenerator random,
            Consumer<String> progress,
            StageRunner runner) {
        this.settings = settings;
        this.stores = stores;
        this.clock = clock;
        this.out = out;
        this.scratch = scratch;
        this.threads = threads;
        this.random = random;
        this.progress = progress;
        this.runner = runner;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        output.write(run(NightEvent.read(input), context.getFunctionName()).getBytes(StandardCharsets.UTF_8));
    }

    /** The answer. */
    String run(NightEvent event, String functionName) {
        String views = settings.views();
        if (views == null) {
            throw new RefusedException("the environment names no views file");
        }
        Request request = new Request(
                Job.views(Path.of(views)),
                event.first(),
                event.last(),
                scratch,
                null,
                settings.memory(),
                threads,
                settings.cellsKeptFor());
        String hole = event.acceptHole();
        if (hole != null) {
            progress.accept(Job.accept(stores, hole, clock));
        }
        NightResult result = Job.run(stores, request, clock, random, progress, runner);
        out.println(RunMetrics.of(result, functionName, clock.millis()));
        ExitCode code = result.exitCode();
        if (code == ExitCode.COULD_NOT_RUN || code == ExitCode.NOT_PUBLISHED) {
            throw new FailedNightException(code, result);
        }
        return ReportJson.pretty(result.summary());
    }
}
