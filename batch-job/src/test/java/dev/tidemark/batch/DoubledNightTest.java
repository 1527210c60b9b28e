package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.batch.publish.Publication;
import dev.tidemark.batch.state.Published;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs at once on one data directory, and switches whose answer is lost: the report is that of the published run. */
class DoubledNightTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT10S, heartbeatEvery: PT1M, idleBound: PT2M}
            deduplicateFor: PT10M
            views:
              - name: per-team
                key: attributes.team
                window: {fixed: PT1M}
                aggregates: [count]
                allowedLateness: PT0S
                latePaneEvery: PT1M
            """;

    @TempDir
    Path folder;

    private TestPlatform platform;
    private TestNight night;

    @BeforeEach
    void aDay() {
        platform = new TestPlatform(TestEvents.views(VIEWS), 1);
        night = new TestNight(platform, folder);
        arrive("first");
    }

    private void arrive(String id) {
        String at = "2026-11-22T12:00:30.000Z";
        platform.put(TestEvents.one("device", id, at, at, "1", Map.of("team", "red")));
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-24T00:00:00.000Z")));
        platform.close();
    }

    private void assertReportIsThatOf(NightResult run) throws IOException {
        String id = run.summary().run().id();
        assertThat(Published.read(platform.items).orElseThrow().run()).isEqualTo(id);
        for (String file : new String[] {"summary.json", "index.html", "ledger.txt", "2026-11-22/summary.json"}) {
            assertThat(Files.readString(night.report().resolve(file))).as(file).contains(id);
        }
        try (Stream<Path> hidden = Files.list(night.report())) {
            assertThat(hidden.filter(path -> path.getFileName().toString().startsWith(".")))
                    .isEmpty();
        }
        try (Stream<Path> left = Files.list(folder.resolve("batch"))) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("copies");
        }
    }

    @Test
    void ofTwoAtOnceOnePublishesAndTheOtherLeavesTheReportAsItIs() throws IOException {
        NightResult[] other = new NightResult[1];
        platform.items.beforeSwitch = () -> other[0] = night.run();
        NightResult overtaken = night.run();
        assertThat(other[0].exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(overtaken.exitCode()).isEqualTo(ExitCode.NOT_PUBLISHED);
        assertThat(overtaken.publication().sentence())
                .contains("another run, " + other[0].summary().run().id() + ", was published");
        assertReportIsThatOf(other[0]);
    }

    @Test
    void aRunThatFailsAndIsOvertakenHasNotPublishedEither() throws IOException {
        platform.items.all(Table.CELLS).forEach(cell -> platform.items.remove(Table.CELLS, cell));
        NightResult[] other = new NightResult[1];
        platform.items.beforeSwitch = () -> other[0] = night.run();
        NightResult overtaken = night.run();
        assertThat(other[0].exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(overtaken.exitCode()).isEqualTo(ExitCode.NOT_PUBLISHED);
        assertReportIsThatOf(other[0]);
    }

    @Test
    void aSwitchWhoseAnswerIsLostIsFoundToBeMade() throws IOException {
        night.run();
        arrive("second");
        platform.items.answerIsLost = true;
        NightResult run = night.run();
        assertThat(run.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(run.publication()).isInstanceOf(Publication.Switched.class);
        assertReportIsThatOf(run);
    }

    @Test
    void aSwitchThatNobodyKnowsOfIsSettledByTheNextRun() throws IOException {
        NightResult before = night.run();
        arrive("second");
        platform.items.switchFails = true;
        NightResult unknown = night.run();
        assertThat(unknown.publication()).isInstanceOf(Publication.Unknown.class);
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.NOT_PUBLISHED);
        platform.items.switchFails = false;
        assertThat(Files.readString(night.report().resolve("summary.json")))
                .contains(before.summary().run().id());
        assertReportIsThatOf(night.run());
    }

    @Test
    void aNightWithoutWorkLeavesTheReportAsItIs() throws IOException {
        NightResult first = night.run();
        assertThat(night.run().publication()).isInstanceOf(Publication.NothingToDo.class);
        assertReportIsThatOf(first);
    }
}
