package dev.tidemark.simulation.account;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import dev.tidemark.platform.ObjectKeys;
import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.platform.Schedule;
import dev.tidemark.platform.StreamMapping;
import dev.tidemark.platform.Table;
import dev.tidemark.simulation.dynamo.SimulatedTables;
import dev.tidemark.simulation.kinesis.KinesisStream;
import dev.tidemark.simulation.lambda.AsynchronousCalls;
import dev.tidemark.simulation.lambda.CallTimes;
import dev.tidemark.simulation.lambda.FunctionCode;
import dev.tidemark.simulation.lambda.InvocationEnd;
import dev.tidemark.simulation.lambda.SimulatedFunction;
import dev.tidemark.simulation.lambda.SimulatedInstance;
import dev.tidemark.simulation.lambda.SimulatedMapping;
import dev.tidemark.simulation.s3.S3Bucket;
import dev.tidemark.simulation.timeline.Timeline;
import dev.tidemark.window.ArchiveHandler;
import dev.tidemark.window.TickHandler;
import dev.tidemark.window.WindowHandler;
import dev.tidemark.window.versions.VersionedViews;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** A stage in an account: the stores, the functions, what calls them, and what they say of themselves. */
public final class SimulatedStage implements AutoCloseable {

    /**
     * What a stage is made of.
     *
     * @param seed decides everything that is left to chance
     * @param start when it is deployed
     * @param shards of the stream at first
     * @param views what is computed
     * @param stage the settings of the deployed stage that it stands for
     * @param keepsHistory whether the log can be read from its beginning, whatever its retention
     * @param work a folder for the batch's scratch space
     */
    public record Plan(
            long seed,
            Instant start,
            int shards,
            VersionedViews views,
            DeployedStage stage,
            boolean keepsHistory,
            Path work) {}

    private final Plan plan;
    private final Timeline timeline;
    private final SplittableRandom random;
    private final SimulatedTables tables;
    private final KinesisStream stream;
    private final S3Bucket bucket;
    private final MetricPoints metrics = new MetricPoints();
    private final Trace trace = new Trace();
    private final Set<String> down = new LinkedHashSet<>();
    private final Map<PlatformFunction, SimulatedFunction> functions = new EnumMap<>(PlatformFunction.class);
    private final Map<StreamMapping, SimulatedMapping> mappings = new EnumMap<>(StreamMapping.class);
    private final Map<Schedule, AsynchronousCalls> calls = new EnumMap<>(Schedule.class);
    private final BatchRuns runs;
    private Unrest unrest = Unrest.NONE;

    /**
     * Deploys it: nothing has happened yet.
     *
     * @param recutting how restless the mappings are, for as long as it lives
     */
    public SimulatedStage(Plan plan, double recutting) {
        this.plan = plan;
        this.random = new SplittableRandom(plan.seed());
        this.timeline = new Timeline(plan.start());
        this.tables = new SimulatedTables(
                new SimulatedTables.TableSchema(Table.PARTITION_KEY, Table.SORT_KEY, Table.TIME_TO_LIVE),
                StageNames.tables(),
                timeline.clock(),
                random.nextLong());
        this.stream = new KinesisStream(
                StageNames.STREAM, plan.shards(), plan.stage().retention(), timeline.clock(), plan.keepsHistory());
        this.bucket = new S3Bucket(
                StageNames.BUCKET,
                plan.stage().keeping().objectRules().stream()
                        .flatMap(rule ->
                                rule.expireAfter().stream().map(after -> new S3Bucket.Expiration(rule.prefix(), after)))
                        .toList(),
                timeline.clock());
        this.runs = new BatchRuns(plan, timeline);
        deploy(PlatformFunction.WINDOW);
        deploy(PlatformFunction.ARCHIVE);
        deploy(PlatformFunction.TICK);
        deploy(PlatformFunction.BATCH);
        for (StreamMapping mapping : StreamMapping.values()) {
            mappings.put(
                    mapping,
                    new SimulatedMapping(
                            mapping,
                            stream,
                            function(mapping.function()),
                            timeline,
                            random.split(),
                            age -> metrics.add(
                                    "IteratorAge " + mapping.function().shortName(), timeline.millis(), age),
                            recutting));
        }
        for (Schedule schedule : Schedule.values()) {
            calls.put(
                    schedule,
                    new AsynchronousCalls(
                            function(schedule.function()), schedule.retries(), timeline, random.split(), recutting));
        }
    }

    private void deploy(PlatformFunction spec) {
        functions.put(spec, new SimulatedFunction(spec, timeline, random.split(), instance -> start(spec, instance)));
    }

    private FunctionCode start(PlatformFunction spec, SimulatedInstance instance) {
        StageClients clients = StageClients.restless(
                tables,
                stream,
                bucket,
                new InstanceGate(timeline, random.split(), instance, this::unrest, down, trace),
                random.split(),
                this::unrest);
        FunctionCode code = code(spec, clients, instance);
        return event -> StandardOutput.read(metrics::read, () -> code.handle(event));
    }

    private FunctionCode code(PlatformFunction spec, StageClients clients, SimulatedInstance instance) {
        InstanceContext context = new InstanceContext(spec);
        if (spec == PlatformFunction.BATCH) {
            return runs.code(clients, instance.toString(), random.nextLong());
        }
        FunctionHandlers handlers = new FunctionHandlers(clients, plan, timeline.clock());
        switch (spec) {
            case WINDOW -> {
                WindowHandler handler = handlers.window();
                return event -> handler.handleRequest((KinesisEvent) event, context);
            }
            case ARCHIVE -> {
                ArchiveHandler handler = handlers.archive();
                return event -> handler.handleRequest((KinesisEvent) event, context);
            }
            case TICK -> {
                TickHandler handler = handlers.tick();
                return event -> handler.handleRequest(Map.of(), context);
            }
            default -> throw new IllegalArgumentException("not part of the simulation: " + spec);
        }
    }

    /** Calls the tick, or the night, by the clock from now on, as often as it is deployed. */
    public void startSchedule(Schedule schedule) {
        calls(schedule).every(CallTimes.of(schedule.expression()), schedule::input, this::heard);
    }

    /** Calls it once, now. */
    public void call(Schedule schedule, Object event) {
        calls(schedule).call(event, this::heard);
    }

    private void heard(Object event, InvocationEnd end) {
        if (end instanceof InvocationEnd.Threw threw && threw.error() instanceof UnsupportedOperationException e) {
            throw e;
        }
    }

    public SimulatedFunction function(PlatformFunction spec) {
        SimulatedFunction function = functions.get(spec);
        if (function == null) {
            throw new IllegalArgumentException("not part of the simulation: " + spec);
        }
        return function;
    }

    public AsynchronousCalls calls(Schedule schedule) {
        AsynchronousCalls queue = calls.get(schedule);
        if (queue == null) {
            throw new IllegalArgumentException("no queue for " + schedule);
        }
        return queue;
    }

    /** Whether both readers of the log have read all of it. */
    public boolean isRead() {
        return mappings.values().stream().allMatch(SimulatedMapping::isDone);
    }

    /** Lets time pass until both readers have read all of the log, or so long at most. */
    public boolean settle(Duration atMost) {
        long until = timeline.millis() + atMost.toMillis();
        while (!isRead() && timeline.millis() < until) {
            timeline.runUntil(timeline.millis() + 1_000);
        }
        return isRead();
    }

    public Unrest unrest() {
        return unrest;
    }

    public void unrest(Unrest now) {
        unrest = now;
    }

    /** Takes a service away: {@code dynamodb}, {@code kinesis} or {@code s3}. */
    public void takeDown(String service) {
        down.add(service);
    }

    public void bringBack(String service) {
        down.remove(service);
    }

    public Plan plan() {
        return plan;
    }

    public Timeline timeline() {
        return timeline;
    }

    public SimulatedTables tables() {
        return tables;
    }

    /** The deployed name of a table. */
    public static String name(Table table) {
        return StageNames.of(table);
    }

    public KinesisStream stream() {
        return stream;
    }

    public S3Bucket bucket() {
        return bucket;
    }

    public MetricPoints metrics() {
        return metrics;
    }

    public Trace trace() {
        return trace;
    }

    public BatchRuns runs() {
        return runs;
    }

    /** Every item of a table as text, by partition and sort key, for who looks from outside. */
    public List<String> itemTexts(Table table) {
        return tables.dump(StageNames.of(table)).stream().map(Object::toString).toList();
    }

    /** What the batch has published. */
    public PublishedNumbers published() {
        return PublishedNumbers.of(tables, bucket);
    }

    /** How many records are in quarantine. */
    public long quarantined() {
        return bucket.keys(ObjectKeys.QUARANTINE, "").size();
    }

    @Override
    public void close() {
        timeline.close();
    }
}
