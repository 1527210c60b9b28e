package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.watermark.Stage;
import dev.tidemark.domain.watermark.StageReading;
import dev.tidemark.domain.watermark.StageWatermark;
import dev.tidemark.local.chaos.Comparison;
import dev.tidemark.local.chaos.Resharding;
import dev.tidemark.local.data.DataClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards split and merge under the packaged functions. */
class ReshardingIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration CATCH_UP = Duration.ofMinutes(2);
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final int DEVICES = 40;

    @TempDir
    Path temp;

    @BeforeEach
    void packagedFunctions() {
        Built.requireFunctions();
    }

    @Test
    void a_child_knows_its_parents_events_and_goes_on_at_their_watermark() throws Exception {
        ReplayCommand command = new ReplayCommand();
        new picocli.CommandLine(command)
                .parseArgs("none", "--data", temp.resolve("data").toString(), "--port", "0");
        try (RunningOnData running =
                RunningOnData.start(command, "test", temp.resolve("data"), DataClock.of("resharding"))) {
            Resharding resharding = new Resharding(running.platform().kinesis(), running.platform().names().stream());
            ingestIsUp(running);
            post(running, 0);
            StageWatermark before = global(processed(running));

            resharding.split(0);
            resharding.split(3);
            post(running, 0);
            StageWatermark split = global(processed(running));
            assertThat(duplicates(running))
                    .as("the same events, after the splits")
                    .isEqualTo(DEVICES);
            assertThat(split.output()).isGreaterThanOrEqualTo(before.output());

            resharding.merge(0);
            resharding.merge(2);
            post(running, 0);
            post(running, 1);
            StageWatermark merged = global(processed(running));
            assertThat(duplicates(running)).as("once more, after the merges").isEqualTo(2 * DEVICES);
            assertThat(merged.output()).isGreaterThanOrEqualTo(split.output());

            Comparison comparison = ChaosCommand.compare(running);
            assertThat(comparison.differences()).isEmpty();
            // 4 shards, 4 children of two splits, 2 children of two merges.
            assertThat(comparison.heads()).isEqualTo(10);
            assertThat(running.windows().heads().stream()
                            .mapToLong(head -> head.counts().events())
                            .sum())
                    .isEqualTo(4L * DEVICES);
        }
    }

    /** A start may take longer than a request may wait, and an event that was sent twice would be one duplicate too many. */
    private static void ingestIsUp(RunningOnData running) throws Exception {
        HttpRequest time = HttpRequest.newBuilder(URI.create(running.platform().ingestUrl() + "/v1/time"))
                .header("X-Api-Key", RunningOnData.API_KEY)
                .build();
        long deadline = System.nanoTime() + CATCH_UP.toNanos();
        int status;
        do {
            status = HTTP.send(time, HttpResponse.BodyHandlers.discarding()).statusCode();
        } while (status != 200 && System.nanoTime() - deadline < 0);
        assertThat(status).isEqualTo(200);
    }

    /** One event of every device, received a second after the round before it; a round is the same each time. */
    private static void post(RunningOnData running, int round) throws Exception {
        Instant at = START.plusSeconds(round);
        String body = IntStream.range(0, DEVICES)
                .mapToObj(device -> """
                        {"deviceId":"d-%1$d","receivedAt":"%2$s","events":[{"id":"e-%3$d","type":"ad_click",\
                        "occurredAt":"%2$s","value":1.5,"attributes":{"campaign":"c%4$d"}}]}""".formatted(device, at, round, device % 3))
                .collect(Collectors.joining("\n"));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(running.platform().ingestUrl() + "/v1/events"))
                .header("X-Api-Key", RunningOnData.API_KEY)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("\"retry\":[{");
    }

    private static StageReading processed(RunningOnData running) throws InterruptedException {
        running.platform().awaitCaughtUp(CATCH_UP);
        running.platform().tickNow();
        return running.stages().read();
    }

    private static StageWatermark global(StageReading reading) {
        assertThat(reading.stages())
                .allSatisfy(
                        stage -> assertThat(stage.output()).as(stage.toString()).isLessThanOrEqualTo(stage.input()));
        return reading.stages().stream()
                .filter(stage -> stage.stage() == Stage.GLOBAL && stage.domain() == TimeDomain.EVENT)
                .findFirst()
                .orElseThrow();
    }

    private static long duplicates(RunningOnData running) {
        return running.windows().heads().stream()
                .mapToLong(head -> head.counts().duplicates())
                .sum();
    }
}
