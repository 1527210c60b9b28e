package dev.tidemark.simulation.day;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordWriter;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.TimeQuality;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.Schedule;
import dev.tidemark.simulation.account.BatchRuns;
import dev.tidemark.simulation.account.DeployedStage;
import dev.tidemark.simulation.account.SimulatedStage;
import dev.tidemark.simulation.kinesis.StreamShard;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A busy and a quiet shard become one, again and again. Their watermarks are minutes apart, and the first that the child reads
 * is an event of the quiet one's device which only the earlier of them still takes for on time.
 */
public final class MergedShards {

    private static final Instant START = Instant.parse("2026-03-09T12:00:00Z");
    private static final int MERGES = 4;

    private static final String VIEWS = """
        watermark: {outOfOrderness: PT5S, heartbeatEvery: PT1M, idleBound: PT2M}
        deduplicateFor: PT20M
        views:
          - {name: minutes, key: deviceId, window: {fixed: PT1M}, aggregates: [count],
             allowedLateness: PT5M, latePaneEvery: PT1M}
        """;

    private final SimulatedStage stage;
    private int number;

    private MergedShards(SimulatedStage stage) {
        this.stage = stage;
    }

    /**
     * Runs it.
     *
     * @param work an empty folder for the batch
     * @return what is not as it must be, in words
     */
    public static List<String> run(long seed, DeployedStage file, Path work) {
        SimulatedStage.Plan plan = new SimulatedStage.Plan(seed, START, 2, DayViews.file(VIEWS), file, false, work);
        try (SimulatedStage stage = new SimulatedStage(plan, 0)) {
            return new MergedShards(stage).run();
        }
    }

    private List<String> run() {
        stage.startSchedule(Schedule.TICK);
        for (int merge = 0; merge < MERGES; merge++) {
            List<StreamShard> two = stage.stream().openShards().stream()
                    .sorted(Comparator.comparing(shard -> shard.hashKeys().first()))
                    .toList();
            for (int i = 0; i < 15; i++) {
                post("busy", two.get(merge % 2), Duration.ZERO);
                pass(Duration.ofSeconds(10));
            }
            stage.stream().merge(two.get(0).id(), two.get(1).id());
            StreamShard child = stage.stream().openShards().get(0);
            post("quiet", child, Duration.ofSeconds(70));
            post("busy", child, Duration.ZERO);
            pass(Duration.ofMinutes(2));
            stage.stream().splitInHalf(child.id());
            pass(Duration.ofMinutes(2));
        }
        pass(Duration.ofMinutes(12));
        List<String> wrong = new ArrayList<>();
        if (!stage.settle(Duration.ofMinutes(5))) {
            wrong.add("the log has not been read to its end");
        }
        stage.call(Schedule.NIGHT, Schedule.NIGHT.input());
        do {
            pass(Duration.ofSeconds(5));
        } while (stage.calls(Schedule.NIGHT).isWaiting());
        List<BatchRuns.FinishedRun> runs = stage.runs().runs();
        if (runs.size() != 1) {
            wrong.add("the night did not come to its end: "
                    + stage.calls(Schedule.NIGHT).deadLetters());
        }
        runs.stream()
                .filter(run -> run.exitCode() != ExitCode.PASS)
                .forEach(run -> wrong.add("the night ended with " + run.exitCode() + ": " + run.summary()));
        return wrong;
    }

    private void pass(Duration time) {
        stage.timeline().runUntil(stage.timeline().millis() + time.toMillis());
    }

    private void post(String device, StreamShard shard, Duration age) {
        long now = stage.timeline().millis();
        long at = now - age.toMillis();
        LoggedEvent event = new LoggedEvent(
                "e" + ++number,
                "click",
                IsoInstant.format(at),
                new EventTime(at, TimeQuality.UNCORRECTED),
                Micros.NONE,
                Map.of());
        stage.stream()
                .put(
                        device,
                        shard.hashKeys().first().toString(),
                        new LogRecordWriter()
                                .write(new LogRecord.Events(
                                        device,
                                        now,
                                        "r" + number,
                                        List.of(new LoggedEnvelope(null, null, ClockOffset.none(), List.of(event))))));
    }
}
