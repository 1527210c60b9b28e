package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.state.Published;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.platform.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch in a process of its own that is killed, or whose caller is gone. */
class KilledNightTest {

    private static final String DAY = "2026-11-22";
    private static final String VIEWS = """
            watermark: {outOfOrderness: PT10S, heartbeatEvery: PT1M, idleBound: PT2M}
            deduplicateFor: PT10M
            views:
              - name: per-team
                key: attributes.team
                window: {fixed: PT1M}
                aggregates: [count, sum]
                allowedLateness: PT0S
                latePaneEvery: PT1M
            """;

    @TempDir
    Path folder;

    private final TestPlatform platform = new TestPlatform(TestEvents.views(VIEWS), 1);

    private void arrive(String id) {
        String at = DAY + "T12:00:30.000Z";
        platform.put(TestEvents.one("device", id, at, at, "1", Map.of("team", "red")));
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-24T00:00:00.000Z")));
        platform.close();
    }

    @Test
    void aKilledBatchLeavesWhatIsPublishedAndTheNextOneHealsAndSweeps() throws Exception {
        try (EmulatedNights nights = new EmulatedNights(folder, VIEWS)) {
            arrive("on time");
            nights.load(platform);
            assertThat(nights.run()).isEqualTo(ExitCode.PASS);
            String first = published(nights);
            assertThat(reported(nights)).isEqualTo(first);
            arrive("late");
            nights.load(platform);

            kill(nights, "reading the stream's panes");
            assertThat(published(nights)).isEqualTo(first);
            assertThat(reported(nights)).isEqualTo(first);
            assertThat(names(nights.data().resolve("batch"))).anyMatch(name -> name.startsWith("scratch-"));

            kill(nights, "writing the report");
            assertThat(names(nights.data().resolve("report"))).anyMatch(name -> name.startsWith(".staging-"));

            assertThat(nights.run("--date", DAY)).isEqualTo(ExitCode.PASS);
            assertThat(published(nights)).isNotEqualTo(first).isEqualTo(reported(nights));
            assertThat(names(nights.data().resolve("batch"))).containsExactly("copies");
            assertThat(names(nights.data().resolve("report")))
                    .containsExactlyInAnyOrder(DAY, "index.html", "ledger.txt", "summary.json");
        }
    }

    @Test
    void aBatchWhoseCallerIsGoneEnds() throws Exception {
        try (EmulatedNights nights = new EmulatedNights(folder, VIEWS)) {
            arrive("on time");
            nights.load(platform);
            Process batch = nights.start("--end-with-input");
            batch.getOutputStream().close();
            batch.getErrorStream().transferTo(java.io.OutputStream.nullOutputStream());
            assertThat(batch.waitFor()).isEqualTo(ExitCode.COULD_NOT_RUN.code());
            assertThat(Published.read(nights.items())).isEmpty();
        }
    }

    /** Kills a run as soon as it says that it has done this step. */
    private static void kill(EmulatedNights nights, String step) throws Exception {
        Process batch = nights.start("--date", DAY);
        try (BufferedReader said = batch.errorReader()) {
            StringBuilder all = new StringBuilder();
            String line = said.readLine();
            while (line != null && !line.contains(step)) {
                all.append(line).append('\n');
                line = said.readLine();
            }
            assertThat(line).as(all.toString()).isNotNull();
            batch.destroyForcibly();
        }
        assertThat(batch.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(batch.exitValue()).as("ended by a signal").isGreaterThan(128);
    }

    private static String published(EmulatedNights nights) {
        return Published.read(nights.items()).orElseThrow().run();
    }

    private static String reported(EmulatedNights nights) throws IOException {
        return new JsonMapper()
                .readTree(nights.data().resolve("report/summary.json").toFile())
                .path("run")
                .path("id")
                .asText();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }
}
