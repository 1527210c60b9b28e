package dev.tidemark.simulation.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.batch.BatchHandler;
import dev.tidemark.batch.store.StoreClients;
import dev.tidemark.platform.Environment;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.simulation.lambda.FunctionCode;
import dev.tidemark.simulation.timeline.Timeline;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The batch's instances, and what each of their runs came to. */
public final class BatchRuns {

    /** Less than is deployed: the engine's memory bounds what it does, and nothing here is as large as a real day. */
    private static final String ENGINE_MEMORY = "300MB";

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * A run that gave an answer.
     *
     * @param summary its {@code summary.json}
     * @param take of its machine
     */
    public record FinishedRun(
            long startedMillis, long endedMillis, ExitCode exitCode, JsonNode summary, NightTake take) {

        /** The verdict in one word. */
        public String verdict() {
            return summary.path("verdict").asText();
        }

        /** Events and cells that no cause explains. */
        public long unexplained() {
            return summary.path("unexplained").path("events").asLong()
                    + summary.path("unexplained").path("cells").asLong();
        }
    }

    private final SimulatedStage.Plan plan;
    private final Timeline timeline;
    private final List<FinishedRun> runs = new ArrayList<>();

    BatchRuns(SimulatedStage.Plan plan, Timeline timeline) {
        this.plan = plan;
        this.timeline = timeline;
    }

    /** Every run that gave an answer, in the order of their ends. */
    public List<FinishedRun> runs() {
        return runs;
    }

    /** An instance's code; an event is the text of a JSON document. */
    FunctionCode code(StageClients clients, String instance, long seed) {
        Path scratch = plan.work().resolve(instance);
        Random random = new Random(seed);
        return event -> {
            NightGauge gauge = new NightGauge(scratch);
            BatchHandler handler = handler(clients, scratch, random, gauge);
            return run(handler, event, gauge);
        };
    }

    private BatchHandler handler(StageClients clients, Path scratch, Random random, NightGauge gauge) {
        return BatchHandler.on(
                new BatchHandler.Ground(
                        new StoreClients(clients.s3(), clients.dynamo()),
                        timeline.clock(),
                        System.out,
                        line -> {},
                        scratch,
                        1,
                        random,
                        gauge),
                environment());
    }

    private FinishedRun run(BatchHandler handler, Object event, NightGauge gauge) throws IOException {
        InstanceContext context = new InstanceContext(PlatformFunction.BATCH);
        long started = timeline.millis();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(
                new ByteArrayInputStream(String.valueOf(event).getBytes(StandardCharsets.UTF_8)), answer, context);
        JsonNode summary = JSON.readTree(answer.toByteArray());
        FinishedRun run = new FinishedRun(
                started,
                timeline.millis(),
                ExitCode.of(summary.path("exitCode").asInt(ExitCode.COULD_NOT_RUN.code())),
                summary,
                gauge.taken());
        runs.add(run);
        return run;
    }

    private Map<String, String> environment() {
        Path views = plan.work().resolve("views.yaml");
        try {
            Files.createDirectories(plan.work());
            Files.writeString(views, plan.views().text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> environment = new HashMap<>(PlatformFunction.BATCH.environment(
                StageNames.STREAM, StageNames.BUCKET, StageNames::of, views.toString()));
        environment.put(Environment.BATCH_MEMORY, ENGINE_MEMORY);
        return environment;
    }
}
