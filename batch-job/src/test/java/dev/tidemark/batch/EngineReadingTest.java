package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.line.NightStage;
import dev.tidemark.batch.line.StageRunner;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.platform.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Stream and batch read records with one class, and would agree on what it reads wrongly. The engine reads the same lines by
 * itself, and says so.
 */
class EngineReadingTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT10S, heartbeatEvery: PT1M, idleBound: PT2M}
            deduplicateFor: PT10M
            views:
              - {name: all, key: none, window: {fixed: PT1M}, aggregates: [count, sum]}
            """;

    @TempDir
    Path folder;

    private TestPlatform platform;
    private TestNight night;
    private String second;

    @BeforeEach
    void threeRecordsOfTwoEvents() {
        platform = new TestPlatform(TestEvents.views(VIEWS), 1);
        night = new TestNight(platform, folder);
        platform.recordsAnObject = 2;
        platform.put(record("a", "1.5", "2"));
        second = platform.put(record("b", "0.000001", null));
        platform.put(record("c", "-999999999999.999999", "4"));
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-24T00:00:00.000Z")));
        platform.close();
    }

    private static LogRecord.Events record(String name, String first, String last) {
        List<LoggedEvent> events =
                List.of(event(name + 1, first), event(name + 2, last)).stream().toList();
        return TestEvents.record("d", "2026-11-22T12:00:30.000Z", null, events);
    }

    private static LoggedEvent event(String id, String value) {
        LogRecord.Events one = TestEvents.one(
                "d", id, "2026-11-22T12:00:20.000Z", "2026-11-22T12:00:30.000Z", value, Map.of("page", "\u0000ä😀"));
        LoggedEnvelope envelope = one.envelopes().get(0);
        return envelope.events().get(0);
    }

    @Test
    void theEngineReadsTheSame() {
        NightResult result = night.run();

        assertThat(result.summary().faults()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(result.summary().events().unique()).isEqualTo(6);
    }

    /** The reader's bugs, planted into the rows that come of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE arrivals SET micros = 2 WHERE id = 'b1' | 2 events, 1 with a value, sum 0.000002",
                "UPDATE arrivals SET micros = 0 WHERE id = 'b2' | 2 events, 2 with a value, sum 0.000001",
                "DELETE FROM arrivals WHERE id = 'b2' | 1 events, 1 with a value, sum 0.000001",
                "DELETE FROM arrivals WHERE id LIKE 'b_' | 0 events, 0 with a value, sum none",
                "INSERT INTO arrivals SELECT * FROM arrivals WHERE id = 'b2' | 3 events, 1 with a value, sum 0.000001",
            })
    void whatTheReaderReadsOtherwiseIsItsFault(String bug, String reader) throws Exception {
        night.runner = before("Decide", bug);

        NightResult result = night.run();

        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(result.summary().faults())
                .filteredOn(fault -> fault.kind() == NightFault.FaultKind.READING)
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.side()).isEqualTo(NightFault.Side.READER);
                    assertThat(fault.object()).isEqualTo("record " + second);
                    assertThat(fault.detail())
                            .isEqualTo(
                                    "the reader gives " + reader
                                            + "; the engine reads 2 events, 1 with a value, sum 0.000001 in the archive's line");
                });
        assertThat(result.summary().faults()).noneMatch(fault -> fault.side() == NightFault.Side.ARCHIVE);
        assertThat(Files.readString(night.report().resolve("summary.json"))).contains("\"side\" : \"reader\"");
        assertThat(Files.readString(night.report().resolve("ledger.txt"))).contains("fault: reading, reader side");
    }

    /** Where nothing at all comes of the log, the stream seems to have made it up: but the reader is named as well. */
    @Test
    void aReaderThatReadsNoEventAtAllIsFound() {
        night.runner = before("Decide", "DELETE FROM arrivals");

        NightResult result = night.run();

        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(result.summary().faults())
                .filteredOn(fault -> fault.side() == NightFault.Side.READER)
                .hasSize(3);
    }

    private static StageRunner before(String stageName, String statement) {
        return new StageRunner() {
            @Override
            public <I, O> O run(Database database, NightStage<I, O> stage, I input) {
                if (stage.getClass().getSimpleName().equals(stageName)) {
                    database.execute(statement);
                }
                return stage.run(input);
            }
        };
    }
}
