package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.local.data.DataClock;
import dev.tidemark.local.fleet.FleetPlan;
import dev.tidemark.local.fleet.LiveFleet;
import dev.tidemark.platform.ExitCode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** From phones to an explained difference: the demo, a second pass, and a night in full traffic. */
class NightIT {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path temp;

    @BeforeAll
    static void theFunctionsAreBuilt() {
        Built.requireFunctions();
    }

    @Test
    void the_demo_ends_with_every_difference_explained() throws Exception {
        Path data = temp.resolve("demo");

        Command demo = Command.run("demo", "--data", data.toString(), "--port", "0", "--phones", "60");

        assertThat(demo.code()).as(demo.err() + demo.out()).isZero();
        JsonNode summary = summary(data);
        assertThat(summary.path("verdict").asText()).isEqualTo("pass");
        assertThat(summary.path("unexplained").path("events").asLong()).isZero();
        assertThat(summary.path("unexplained").path("cells").asLong()).isZero();
        assertThat(summary.path("events")
                        .path("duplicates")
                        .path("withinHorizon")
                        .asLong())
                .isPositive();
        JsonNode clicks = summary.path("views").get(0).path("count");
        assertThat(clicks.path("lateBeyond").asLong()).isPositive();
        assertThat(clicks.path("streamOnTime").asDouble() / clicks.path("batch").asDouble())
                .isGreaterThan(0.8);
        assertThat(demo.out()).contains(data.resolve("report/index.html").toString());
        assertThat(data.resolve("report/index.html")).isNotEmptyFile();

        MergedAgainstReport merged = MergedAgainstReport.of(data);
        assertThat(merged.verified()).isNotEmpty().isEqualTo(merged.batch());
        assertThat(merged.corrected()).as("what came too late is corrected").isPositive();
        assertThat(merged.stream()).isNotEmpty().isEqualTo(merged.reportedStream());

        Command report = Command.run("report", "--data", data.toString());
        assertThat(report.code()).isZero();
        assertThat(demo.out()).endsWith(report.out());
        Command again = Command.run("batch", "--data", data.toString(), "--date", "2026-11-20");
        assertThat(again.code()).as(again.err() + again.out()).isZero();
    }

    /** The first flights, and some of four days later: with days between two passes, their events are no longer known as duplicates. */
    @Tag("thorough")
    @Test
    void a_second_pass_beyond_the_horizon_changes_no_number_of_the_batch() throws Exception {
        Path flights = Built.shared("data/flights.ndjson.gz");
        Path views = Built.shared("data/views/flights.yaml");
        List<String> sample = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(flights)), StandardCharsets.UTF_8))) {
            lines.lines().limit(12_000).forEach(sample::add);
        }
        sample.subList(2_000, 10_000).clear();
        Path file = Files.write(temp.resolve("flights.ndjson"), sample);
        String[] arguments = {
            "replay",
            file.toString(),
            "--views",
            views.toString(),
            "--data",
            temp.resolve("data").toString(),
            "--port",
            "0"
        };
        Command first = Command.run(arguments);
        assertThat(first.code()).as(first.err() + first.out()).isZero();
        JsonNode before = summary(temp.resolve("data"));

        Command second = Command.run(arguments);

        assertThat(second.code()).as(second.err() + second.out()).isZero();
        JsonNode after = summary(temp.resolve("data"));
        JsonNode duplicates = after.path("events").path("duplicates");
        assertThat(after.path("events").path("unique").asLong()).isEqualTo(4_000);
        assertThat(duplicates.path("withinHorizon").asLong()
                        + duplicates.path("beyondHorizon").asLong())
                .isEqualTo(4_000);
        assertThat(duplicates.path("beyondHorizon").asLong()).isPositive();
        assertThat(after.path("unexplained").path("events").asLong()).isZero();
        for (int view = 0; view < 2; view++) {
            assertThat(after.path("views").get(view).path("count").path("batch"))
                    .isEqualTo(before.path("views").get(view).path("count").path("batch"));
        }
    }

    @Test
    void a_night_in_full_traffic_reports_no_false_difference() throws Exception {
        UpCommand command = new UpCommand();
        Path data = temp.resolve("live");
        new CommandLine(command).parseArgs("--data", data.toString(), "--port", "0");
        Clock clock = Clock.systemUTC();
        try (RunningOnData running = RunningOnData.start(command, "up", data, DataClock.WALL)) {
            FleetPlan plan = new FleetPlan(7, 60, clock.instant(), Duration.ofMinutes(90));
            LiveFleet fleet = new LiveFleet(running.platform().ingestUrl(), RunningOnData.API_KEY, plan, 20, clock);
            Thread traffic = new Thread(() -> run(fleet), "fleet");
            traffic.start();
            try {
                // A night before the first events lie in the archive has no day to tell of, and writes no report.
                for (int told = 0; told < 2; ) {
                    assertThat(traffic.isAlive()).as("the fleet still posts").isTrue();
                    Thread.sleep(5_000);
                    running.platform().tickNow();
                    StringWriter out = new StringWriter();
                    ExitCode code = running.batch().run(List.of(), line -> {}, new PrintWriter(out));
                    assertThat(code).as(out.toString()).isEqualTo(ExitCode.PASS);
                    if (Files.exists(data.resolve("report/summary.json"))) {
                        assertThat(summary(data)
                                        .path("unexplained")
                                        .path("events")
                                        .asLong())
                                .isZero();
                        told++;
                    }
                }
                assertThat(traffic.isAlive()).as("the fleet still posts").isTrue();
                assertThat(fleet.tally().accepted()).isPositive();
            } finally {
                traffic.interrupt();
                traffic.join();
            }
        }
    }

    private static void run(LiveFleet fleet) {
        try {
            fleet.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static JsonNode summary(Path data) throws Exception {
        return JSON.readTree(data.resolve("report/summary.json").toFile());
    }
}
