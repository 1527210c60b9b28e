package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.local.data.DataClock;
import dev.tidemark.local.fleet.FleetArrivals;
import dev.tidemark.local.fleet.FleetPlan;
import dev.tidemark.local.replay.Arrivals;
import dev.tidemark.local.replay.RecordedEvent;
import dev.tidemark.local.replay.ReplayOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The window function stops for ten minutes of log time while phones go on. */
class StoppedConsumerIT {

    private static final Instant START = Instant.parse("2026-11-20T23:15:00Z");
    private static final Instant STOPS = START.plus(Duration.ofMinutes(10));
    private static final Instant GOES_ON = STOPS.plus(Duration.ofMinutes(10));
    private static final Duration CATCH_UP = Duration.ofMinutes(2);

    @TempDir
    Path temp;

    private Path data;

    @BeforeEach
    void packagedFunctions() {
        Built.requireFunctions();
        data = temp.resolve("data");
    }

    @Test
    void lag_rises_and_falls_nothing_is_lost_and_no_watermark_runs_ahead() throws Exception {
        ReplayCommand command = new ReplayCommand();
        new picocli.CommandLine(command).parseArgs("none", "--data", data.toString(), "--port", "0");
        FleetArrivals fleet = new FleetArrivals(new FleetPlan(5, 30, START, Duration.ofMinutes(25)));
        Cut before = new Cut(fleet, STOPS);
        try (RunningOnData running = RunningOnData.start(command, "test", data, DataClock.of("stopped"))) {
            ReplayRun run = new ReplayRun(running, line -> {});
            ReplayOutcome first = run.post(before);
            processed(running);
            JsonNode well = watermarks();

            running.platform().mapping("window").pause();
            Cut during = new Cut(before, GOES_ON);
            ReplayOutcome second = run.post(during);
            running.platform().mapping("archive").awaitCaughtUp(CATCH_UP);
            running.platform().tickNow();
            JsonNode stopped = watermarks();

            running.platform().mapping("window").resume();
            processed(running);
            JsonNode again = watermarks();
            ReplayOutcome third = run.post(during.rest());
            run.closeWindows(third);

            assertThat(lag(well)).isLessThan(300);
            assertThat(lag(stopped)).isBetween(lag(well) + 540, lag(well) + 660);
            assertThat(lag(again)).isLessThan(300);
            // While nothing is read, the log goes on, and nothing after it does: no watermark runs ahead of what was
            // read.
            assertThat(output(stopped, "ingested"))
                    .isBetween(
                            output(well, "ingested").plusSeconds(540),
                            output(well, "ingested").plusSeconds(660));
            for (String stage : new String[] {"global", "published", "archived"}) {
                assertThat(output(stopped, stage)).as(stage).isEqualTo(output(well, stage));
                assertThat(output(again, stage)).as(stage).isAfter(output(stopped, stage));
            }
            assertThat(ChaosCommand.compare(running).differences()).isEmpty();
            assertThat(running.windows().heads().stream()
                            .mapToLong(head -> head.counts().events())
                            .sum())
                    .isEqualTo(first.accepted() + second.accepted() + third.accepted());
        }
        JsonNode atRest = watermarks();
        assertThat(output(atRest, "published"))
                .isEqualTo(output(atRest, "global"))
                .isAfter(GOES_ON);
    }

    private static void processed(RunningOnData running) throws InterruptedException {
        running.platform().awaitCaughtUp(CATCH_UP);
        running.platform().tickNow();
    }

    /** What the command prints, checked for what always holds. */
    private JsonNode watermarks() throws Exception {
        Command command = Command.run("watermarks", "--data", data.toString(), "--format", "json");
        assertThat(command.code()).as(command.err()).isZero();
        JsonNode root = new JsonMapper().readTree(command.out());
        assertThat(root.path("stages")).isNotEmpty().allSatisfy(stage -> {
            if (!stage.path("output").isNull()) {
                assertThat(Instant.parse(stage.path("output").asText()))
                        .as(stage.toString())
                        .isBeforeOrEqualTo(Instant.parse(stage.path("input").asText()));
            }
        });
        return root;
    }

    private static double lag(JsonNode watermarks) {
        return stage(watermarks, "global").path("lagSeconds").asDouble();
    }

    private static Instant output(JsonNode watermarks, String stage) {
        return Instant.parse(stage(watermarks, stage).path("output").asText());
    }

    private static JsonNode stage(JsonNode watermarks, String name) {
        for (JsonNode stage : watermarks.path("stages")) {
            if (stage.path("stage").asText().equals(name)
                    && stage.path("domain").asText().equals("event")) {
                return stage;
            }
        }
        throw new AssertionError("no stage " + name + " in " + watermarks);
    }

    /** Arrivals up to a moment; what comes after it stays where it is. */
    private static final class Cut implements Arrivals {
        private final Arrivals arrivals;
        private final long untilMillis;
        private RecordedEvent ahead;

        Cut(Arrivals arrivals, Instant until) {
            this.arrivals = arrivals instanceof Cut cut ? cut.rest() : arrivals;
            this.untilMillis = until.toEpochMilli();
        }

        @Override
        public RecordedEvent next() {
            if (ahead == null) {
                ahead = arrivals.next();
            }
            if (ahead == null || ahead.receivedAtMillis() >= untilMillis) {
                return null;
            }
            RecordedEvent now = ahead;
            ahead = null;
            return now;
        }

        Arrivals rest() {
            return () -> {
                if (ahead != null) {
                    RecordedEvent now = ahead;
                    ahead = null;
                    return now;
                }
                return arrivals.next();
            };
        }
    }
}
