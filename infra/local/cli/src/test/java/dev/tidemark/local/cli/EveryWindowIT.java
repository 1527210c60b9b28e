package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.domain.event.IsoInstant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of window and aggregate at once, through the packaged functions and the batch, over midnight: what the stream
 * computed event by event and what SQL computes from the archive differ by named causes alone.
 */
class EveryWindowIT {

    private static final JsonMapper JSON = new JsonMapper();

    /** Half an hour before a midnight in UTC, on the night that Europe's clocks change. */
    private static final long START = IsoInstant.parse("2026-03-28T23:30:00.000Z");

    private static final int DEVICES = 12;
    private static final long HOUR = 3_600_000;

    @TempDir
    Path temp;

    @BeforeEach
    void packagedFunctions() {
        Built.requireFunctions();
    }

    @Test
    void stream_and_batch_agree_on_every_kind_of_window_and_aggregate() throws Exception {
        Path views = temp.resolve("views.yaml");
        Files.write(
                views,
                Objects.requireNonNull(EveryWindowIT.class.getResourceAsStream("/every-window.yaml"))
                        .readAllBytes());
        Path data = temp.resolve("data");

        Command replay = Command.run(
                "replay",
                recording().toString(),
                "--views",
                views.toString(),
                "--port",
                "0",
                "--data",
                data.toString());

        assertThat(replay.code()).as(replay.out() + replay.err()).isZero();
        JsonNode summary =
                JSON.readTree(data.resolve("report").resolve("summary.json").toFile());
        assertThat(summary.at("/unexplained/events").asLong()).isZero();
        assertThat(summary.at("/unexplained/cells").asLong()).isZero();
        TreeMap<String, Long> counted = new TreeMap<>();
        long beyond = 0;
        for (JsonNode view : summary.get("views")) {
            counted.put(view.get("name").asText(), view.at("/count/batch").asLong());
            beyond += view.at("/count/lateBeyond").asLong();
        }
        assertThat(counted)
                .containsOnlyKeys(
                        "clicks",
                        "pairs",
                        "positions-sliding",
                        "received",
                        "received-sessions",
                        "seoul-days",
                        "sessions",
                        "sessions-inclusive",
                        "weeks");
        assertThat(counted.values()).allMatch(count -> count > 0);
        // Each event is in one window of these.
        assertThat(List.of("received", "received-sessions", "seoul-days", "sessions", "weeks"))
                .allMatch(name -> counted.get(name).equals(counted.get("sessions")));
        assertThat(beyond).as("events that came beyond the lateness").isPositive();
    }

    /** Bursts of events and silence between them; some late, a few very late, some twice. */
    private Path recording() throws Exception {
        Random random = new Random(11);
        List<ObjectNode> events = new ArrayList<>();
        for (int device = 0; device < DEVICES; device++) {
            long time = START + random.nextInt(600_000);
            while (time < START + HOUR) {
                for (int burst = 3 + random.nextInt(20); burst > 0; burst--) {
                    ObjectNode event = event(random, device, events.size(), time);
                    long received = time + delay(random, random.nextInt(100) < 7 ? 400_000 : 4_000);
                    events.add(event.put("receivedAt", IsoInstant.format(received)));
                    if (random.nextInt(20) == 0) {
                        events.add(event.deepCopy()
                                .put("receivedAt", IsoInstant.format(received + random.nextInt(600_000))));
                    }
                    time += new int[] {1_000, 5_000, 10_000, 10_000, 20_000}[random.nextInt(5)];
                }
                time += delay(random, 500_000);
            }
        }
        events.sort(Comparator.comparing(event -> event.get("receivedAt").asText()));
        Path file = temp.resolve("recording.ndjson");
        Files.write(file, events.stream().map(ObjectNode::toString).toList());
        return file;
    }

    private static ObjectNode event(Random random, int device, int number, long time) {
        ObjectNode event = JSON.createObjectNode()
                .put("deviceId", "d-" + device)
                .put("id", "e-" + number)
                .put("occurredAt", IsoInstant.format(time));
        if (random.nextInt(5) > 0) {
            event.put("value", (random.nextInt(95_000) - 5_000) / 1_000.0);
        }
        ObjectNode attributes = event.putObject("attributes");
        int kind = random.nextInt(20);
        if (kind < 8) {
            event.put("type", "position");
            attributes.put("route", "r" + random.nextInt(4));
        } else {
            boolean click = kind > 14;
            event.put("type", click ? "click" : "impression");
            attributes
                    .put("impression", "i" + (time / 90_000 - (click ? random.nextInt(2) : 0)))
                    .put("campaign", "c" + random.nextInt(3))
                    .put("page", "/p" + random.nextInt(30));
        }
        return event;
    }

    private static long delay(Random random, long meanMillis) {
        return (long) (-meanMillis * Math.log(1 - random.nextDouble()));
    }
}
