package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.door.HostileBodies;
import dev.tidemark.ingest.door.Way;
import dev.tidemark.ingest.support.Acknowledged;
import dev.tidemark.local.data.DataClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Bodies as nobody should send them, through the whole platform: the gateway, the packaged functions, the stream and the archive. */
@Tag("thorough")
class HostileRequestsIT {

    private static final int BODIES = 20_000;
    private static final int INSTANCES = 4;
    private static final Duration COLD = Duration.ofMinutes(3);
    private static final Duration CATCH_UP = Duration.ofMinutes(3);

    @TempDir
    Path temp;

    @BeforeEach
    void packagedFunctions() {
        Built.requireFunctions();
    }

    @Test
    void behind_the_gateway_none_is_a_5xx_and_the_archive_holds_what_was_receipted_and_nothing_else() throws Exception {
        Path data = temp.resolve("live");
        UpCommand command = new UpCommand();
        new CommandLine(command).parseArgs("--data", data.toString(), "--port", "0");
        try (RunningOnData running = RunningOnData.start(command, "up", data, DataClock.WALL)) {
            URI ingest = running.platform().ingestUrl();
            warmUp(ingest);
            Acknowledged acknowledged = HostileBodies.tryAll(4, BODIES, List.of(Way.at(ingest)));
            assertThat(acknowledged.events())
                    .as("some are good, or this would prove nothing")
                    .isGreaterThan(BODIES / 4);

            assertThat(running.platform().mapping("archive").awaitCaughtUp(CATCH_UP))
                    .isTrue();
            Map<String, Integer> archived = new HashMap<>();
            ArchivedEvents.each(
                    running.platform(),
                    (device, event) -> archived.merge(
                            Acknowledged.event(
                                    event.path("id").asText(),
                                    event.path("eventTime").asText()),
                            1,
                            Integer::sum));
            acknowledged.assertAreWhatCame(Map.of(), archived);
            System.out.printf("%d bodies, %d events receipted and archived%n", BODIES, acknowledged.events());
        }
    }

    /** Each instance of the function starts with its first request, which may take longer than a request may. */
    private static void warmUp(URI ingest) {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest time = HttpRequest.newBuilder(ingest.resolve("/v1/time")).build();
        long deadline = System.nanoTime() + COLD.toNanos();
        for (int answered = 0; answered < INSTANCES; ) {
            assertThat(System.nanoTime() - deadline).as("not up in time").isNegative();
            answered = (int) Stream.generate(() -> http.sendAsync(time, HttpResponse.BodyHandlers.discarding()))
                    .limit(INSTANCES)
                    .toList()
                    .stream()
                    .filter(HostileRequestsIT::isFine)
                    .count();
        }
    }

    private static boolean isFine(CompletableFuture<HttpResponse<Void>> answer) {
        try {
            return answer.join().statusCode() == 200;
        } catch (CompletionException e) {
            return false;
        }
    }
}
