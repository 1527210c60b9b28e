package dev.tidemark.local.platform;

import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.LocalRuntimeException.RuntimeProblem;
import dev.tidemark.local.runtime.emulator.Emulator;
import dev.tidemark.local.runtime.emulator.Emulators;
import dev.tidemark.local.runtime.lambda.FunctionSpec;
import dev.tidemark.local.runtime.lambda.FunctionStats;
import dev.tidemark.local.runtime.lambda.Invoker;
import dev.tidemark.local.runtime.lambda.LocalLambda;
import dev.tidemark.local.runtime.mapping.EventSourceMapping;
import dev.tidemark.platform.StreamMapping;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The whole platform on one machine: emulators, schema, functions, event source mappings, HTTP APIs and schedule, on one
 * data directory. It is ready when {@link #start} returns; the functions' instances start with their first work. Whatever
 * ends this process ends everything that it started.
 */
public final class LocalPlatform implements AutoCloseable {

    /**
     * How long requests, batches and ticks in flight may take when the platform is closed. What is cut off then is done again
     * by whoever asked for it. Processes have five seconds more to end, so that all of it is over within ten.
     */
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private final LocalPlatformOptions options;
    private final Names names = Names.LOCAL;
    private final OpenParts open;
    private final Mappings mappings;
    private final Map<String, Invoker> functions = new LinkedHashMap<>();
    private final Emulators emulators;
    private final LocalLambda lambda;
    private final TickSchedule schedule;
    private final Gateways gateways;
    private final Thread shutdownHook = new Thread(this::close, "local-platform-shutdown");
    private boolean closed;

    /**
     * Starts it.
     *
     * @throws LocalRuntimeException if it cannot start; nothing is left running then
     */
    public static LocalPlatform start(LocalPlatformOptions options) {
        return new LocalPlatform(options);
    }

    private LocalPlatform(LocalPlatformOptions options) {
        this.options = options;
        this.open = new OpenParts(options.progress());
        try {
            PlatformDirectory data = open.add(PlatformDirectory.lock(options.dataDir()));
            requireReadable();
            options.progress().accept("starting the stores and the stream");
            emulators = open.add(options.checkout().emulators(data.path(), EnumSet.allOf(Emulator.class)));
            createSchema();

            options.progress().accept("deploying the functions");
            Vertx vertx = vertx();
            lambda = open.add(LocalLambda.start(
                    vertx,
                    options.checkout().runtime().runtimeInterfaceClient(),
                    options.checkout().functionCache(),
                    data.in("functions"),
                    data.in("logs")));
            for (FunctionSpec function : new Functions(options, names, emulators).all()) {
                functions.put(
                        function.name(), lambda.deploy(options.tuneFunction().apply(function)));
            }
            // One instance of what every event goes through: so early that the first request need not wait for it.
            lambda.warm(Functions.INGEST, 1);
            lambda.warm(Functions.WINDOW, 1);

            mappings = new Mappings(options, names, emulators, data);
            for (StreamMapping mapping : StreamMapping.values()) {
                open.add(mappings.start(mapping, function(mapping.shortName())));
            }
            schedule = open.add(new TickSchedule(function(Functions.TICK), options.clock(), options.progress()));
            schedule.start(options.tickEvery());
            gateways = open.add(Gateways.start(vertx, options, function(Functions.INGEST), function(Functions.QUERY)));
            data.publish(endpoints());
        } catch (IOException e) {
            open.close();
            throw new LocalRuntimeException(
                    RuntimeProblem.DATA_DIRECTORY,
                    "cannot write the data directory " + options.dataDir() + ": " + e,
                    e);
        } catch (RuntimeException | Error e) {
            open.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        options.progress().accept("ready: " + ingestUrl());
    }

    private void requireReadable() {
        if (!Files.isReadable(options.viewsFile())) {
            throw new LocalRuntimeException(
                    RuntimeProblem.NOT_BUILT,
                    "the views file cannot be read: " + options.viewsFile() + ". Name one with --views");
        }
    }

    private void createSchema() {
        Schema schema = new Schema(names);
        schema.createStream(emulators.kinesis(), options.shards());
        schema.createTables(emulators.dynamoDb());
        schema.createBucket(emulators.s3());
    }

    private Vertx vertx() {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                .setInternalBlockingPoolSize(2)
                .setWorkerPoolSize(2)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        open.add(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
        return vertx;
    }

    private Invoker function(String name) {
        Invoker function = functions.get(name);
        if (function == null) {
            throw new IllegalArgumentException("no function '" + name + "', only " + functions.keySet());
        }
        return function;
    }

    private Map<String, URI> endpoints() {
        return Map.of(
                "ingest", ingestUrl(),
                "query", queryUrl(),
                "kinesis", kinesisEndpoint(),
                "dynamodb", dynamoDbEndpoint(),
                "s3", s3Endpoint());
    }

    /** Where events go: the root of the HTTP API, without a path. */
    public URI ingestUrl() {
        return gateways.ingestUrl();
    }

    /** Where queries are answered, likewise. */
    public URI queryUrl() {
        return gateways.queryUrl();
    }

    public URI kinesisEndpoint() {
        return emulators.endpoint(Emulator.KINESIS);
    }

    public URI dynamoDbEndpoint() {
        return emulators.endpoint(Emulator.DYNAMODB);
    }

    public URI s3Endpoint() {
        return emulators.endpoint(Emulator.S3);
    }

    public KinesisClient kinesis() {
        return emulators.kinesis();
    }

    public DynamoDbClient dynamoDb() {
        return emulators.dynamoDb();
    }

    public S3Client s3() {
        return emulators.s3();
    }

    public Names names() {
        return names;
    }

    /**
     * Runs the tick, at the clock's time.
     *
     * @throws LocalRuntimeException if it fails
     */
    public void tickNow() {
        tickNow(options.clock().instant());
    }

    /** Runs the tick as if it were this time. */
    public void tickNow(Instant time) {
        schedule.tick(time);
    }

    /** Completes with what happened when an emulator's process ends before {@link #close}: nothing goes on without it. */
    public CompletableFuture<String> lost() {
        return emulators.lost();
    }

    /** Whether both mappings had read every shard to its tip, with nothing in flight, when they last looked. */
    public boolean caughtUp() {
        return mappings.caughtUp();
    }

    /**
     * Waits until everything that is in the stream now has been processed by every mapping.
     *
     * @throws LocalRuntimeException if the time is over first, or an emulator's process has ended; the message says more
     */
    public void awaitCaughtUp(Duration atMost) throws InterruptedException {
        mappings.awaitCaughtUp(atMost);
    }

    /** A mapping, to pause and resume it: {@code window} or {@code archive}. */
    public EventSourceMapping mapping(String name) {
        return mappings.mapping(name);
    }

    public Stats stats() {
        Map<String, FunctionStats> byFunction = new LinkedHashMap<>();
        functions.keySet().forEach(name -> byFunction.put(name, lambda.stats(name)));
        return new Stats(mappings.stats(), byFunction);
    }

    /**
     * Kills an instance of a function that is inside an invocation, with SIGKILL.
     *
     * @return false if none was, or if the one chosen had answered before it died
     */
    public boolean killBusyInstance(String function) {
        return lambda.killBusyInstance(function);
    }

    /**
     * Puts a new version behind a function while everything runs, as a deployment does: what is in flight ends on the old
     * version, and everything else goes to the new one.
     *
     * @param zip the new version's package
     * @throws LocalRuntimeException if the package is missing; the old version stays then
     */
    public void redeploy(String function, Path zip) {
        lambda.redeploy(function, zip);
    }

    /**
     * Answers the requests in flight, ends the invocations in flight, and stops everything, within ten seconds. Nothing that
     * was acknowledged is lost, whatever is cut off: positions are written behind what is done.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        options.progress().accept("stopping");
        long deadline = System.nanoTime() + DRAIN.toNanos();
        schedule.end();
        mappings.end();
        gateways.drain(deadline);
        mappings.awaitEnd(deadline);
        // Fails what is still in flight, which is what the mappings and the schedule then wait for.
        lambda.close(Duration.ofNanos(deadline - System.nanoTime()));
        open.close();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // The JVM is ending already, and its hook closes the platform.
        }
    }
}
