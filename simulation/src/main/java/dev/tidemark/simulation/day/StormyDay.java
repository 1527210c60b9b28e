package dev.tidemark.simulation.day;

import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.platform.Schedule;
import dev.tidemark.platform.Table;
import dev.tidemark.simulation.account.BatchRuns;
import dev.tidemark.simulation.account.CalmStage;
import dev.tidemark.simulation.account.DeployedStage;
import dev.tidemark.simulation.account.SimulatedStage;
import dev.tidemark.simulation.account.Unrest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The last hours of a day in which everything goes wrong that can, and the night after it. Afterwards every cell, pane and
 * half must be what one calm pass over the log gives, and the night must find nothing that it cannot explain.
 */
public final class StormyDay {

    /** As long as the longest freeze, and a while to catch up. */
    private static final Duration CALM = Duration.ofMinutes(25);

    private static final Instant NIGHT = Instant.parse("2026-11-23T02:29:00Z");
    private static final Duration HEARTBEATS = Duration.ofMinutes(1);
    private static final Instant END = Instant.parse("2026-11-23T02:50:00Z");
    private static final int DEVICES = 12;
    private static final int POSTS_A_MINUTE = 8;

    /**
     * What came of it.
     *
     * @param wrong what is not as it must be, in words; empty is what a seed is run for
     * @param cells how many there are
     * @param happened how often what went wrong
     * @param functions by function, what became of its invocations
     * @param fingerprint of everything that was called when: equal for equal runs
     */
    public record DayOutcomes(
            long seed,
            List<String> wrong,
            long records,
            long cells,
            long calls,
            Map<String, Integer> happened,
            Map<PlatformFunction, String> functions,
            long fingerprint) {}

    private StormyDay() {}

    /**
     * Runs it.
     *
     * @param shards of the stream at first
     * @param traffic how long devices post and things go wrong, before the night
     * @param file the settings of the stage
     * @param work an empty folder for the batch
     */
    public static DayOutcomes run(long seed, int shards, Duration traffic, DeployedStage file, Path work) {
        Instant start = NIGHT.minus(CALM).minus(traffic);
        SimulatedStage.Plan plan = new SimulatedStage.Plan(seed, start, shards, DayViews.file(), file, true, work);
        try (SimulatedStage stage = new SimulatedStage(plan, Unrest.STORMY.recutting())) {
            return new RunningDay(stage, seed)
                    .run(start.toEpochMilli(), start.plus(traffic).toEpochMilli());
        }
    }

    private static final class RunningDay {
        private final SimulatedStage stage;
        private final long seed;
        private final SplittableRandom random;
        private final Devices devices;
        private final Mishaps mishaps;
        private final List<String> wrong = new ArrayList<>();

        RunningDay(SimulatedStage stage, long seed) {
            this.stage = stage;
            this.seed = seed;
            this.random = new SplittableRandom(seed ^ 0x5EED);
            this.devices = new Devices(stage.stream(), random.split(), DEVICES, Devices.Habits.USUAL);
            this.mishaps = new Mishaps(stage, random.split());
        }

        DayOutcomes run(long from, long to) {
            stage.startSchedule(Schedule.TICK);
            stage.unrest(Unrest.STORMY);
            for (long minute = from; minute < to; minute += 60_000) {
                // All within a second, so that batches have several records and can be cut anew.
                long burst = random.nextLong(58_000_000L);
                for (int i = 0; i < POSTS_A_MINUTE; i++) {
                    int device = random.nextInt(DEVICES);
                    stage.timeline()
                            .after(
                                    burst + random.nextLong(1_000_000L),
                                    () -> devices.post(device, stage.timeline().millis()));
                }
                mishaps.minute();
                stage.timeline().runUntil(minute + 60_000);
            }
            // From here on nothing goes wrong any more; instances given up may still write.
            stage.unrest(Unrest.NONE);
            stage.timeline().runUntil(to + 600_000);
            mishaps.over();
            // Some time between two heartbeats: those of the night's own minute may just have been written.
            stage.timeline().runUntil(NIGHT.minus(HEARTBEATS).toEpochMilli());
            if (!stage.settle(HEARTBEATS)) {
                wrong.add("after the storm the log has not been read to its end");
            }
            stage.timeline().runUntil(NIGHT.toEpochMilli());
            stage.startSchedule(Schedule.NIGHT);
            stage.timeline().runUntil(END.toEpochMilli());
            judge();
            for (Table table : Table.values()) {
                stage.itemTexts(table).forEach(item -> stage.trace().add(item));
            }
            CalmStage calm = CalmStage.over(stage);
            wrong.addAll(calm.differences(stage));
            return new DayOutcomes(
                    seed,
                    wrong,
                    devices.records(),
                    calm.cells(),
                    stage.trace().calls(),
                    mishaps.happened(),
                    functions(),
                    stage.trace().fingerprint());
        }

        private void judge() {
            List<BatchRuns.FinishedRun> runs = stage.runs().runs();
            if (runs.isEmpty()) {
                wrong.add("the night did not come to its end: "
                        + stage.calls(Schedule.NIGHT).deadLetters());
            }
            for (BatchRuns.FinishedRun run : runs) {
                boolean onlyRubbish = run.exitCode() == ExitCode.WARNING && stage.quarantined() > 0;
                if (run.exitCode() != ExitCode.PASS && !onlyRubbish || run.unexplained() != 0) {
                    wrong.add("the night ended with " + run.exitCode() + ": " + run.summary());
                }
            }
        }

        private Map<PlatformFunction, String> functions() {
            Map<PlatformFunction, String> functions = new java.util.EnumMap<>(PlatformFunction.class);
            for (PlatformFunction function : PlatformFunction.values()) {
                // Those that strangers call are not simulated.
                if (function.keysVariable().isEmpty()) {
                    functions.put(function, stage.function(function).counts().toString());
                }
            }
            return functions;
        }
    }
}
