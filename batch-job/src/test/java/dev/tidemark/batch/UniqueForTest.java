package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.batch.report.EventCounts;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long an identity is known: an hour by the clock of the log, and ten minutes in the stream. */
class UniqueForTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT0S, heartbeatEvery: PT10S, idleBound: PT0S}
            ingest: {oldest: PT30M}
            deduplicateFor: PT10M
            uniqueFor: PT1H
            views:
              - {name: all, key: none, window: {fixed: P1D}, aggregates: [count], allowedLateness: PT0S}
            """;
    private static final String DAY = "2026-11-22T";

    @TempDir
    Path folder;

    /** Times at which one event comes; a night passes at each bar. */
    @ParameterizedTest(name = "{0} ⇒ {1} unique, {2} known, {3} forgotten, {4} returned")
    @CsvSource({
        "00:00:00.000 00:05:00.000,                                          1, 1, 0, 0",
        "00:00:00.000 00:30:00.000,                                          1, 0, 1, 0",
        "00:00:00.000 00:59:59.999,                                          1, 0, 1, 0",
        "00:00:00.000 01:00:00.000,                                          2, 0, 0, 1",
        "00:00:00.000 00:05:00.000 00:40:00.000 01:39:59.999 02:40:00.000,   2, 1, 2, 1",
        "00:00:00.000 | 00:05:00.000,                                        1, 1, 0, 0",
        "00:00:00.000 | 00:59:59.999,                                        1, 0, 1, 0",
        "00:00:00.000 | 01:00:00.000,                                        2, 0, 0, 1",
        "00:00:00.000 | 00:40:00.000 | 01:20:00.000 | 02:00:00.000,          1, 0, 3, 0",
        "00:00:00.000 | 00:40:00.000 | 01:40:00.000 | 02:39:59.999,          2, 0, 2, 1",
        "00:00:00.000 | 01:00:00.000 02:00:00.000 | 03:00:00.000,            4, 0, 0, 3",
    })
    void anIdentityIsNewWhenItHasNotComeForAnHour(
            String times, long unique, long known, long forgotten, long returned) {
        TestPlatform platform = new TestPlatform(TestEvents.views(VIEWS), 1);
        TestNight night = new TestNight(platform, folder);
        for (String part : times.split("\\|", -1)) {
            for (String time : part.trim().split(" ", -1)) {
                String at = DAY + time + "Z";
                platform.control(new LogRecord.Heartbeat(IsoInstant.parse(at)));
                platform.put(TestEvents.one("phone", "e", at, at, "1", Map.of()));
            }
            platform.close();
            night.run();
        }
        platform.control(new LogRecord.Heartbeat(IsoInstant.parse("2026-11-23T00:00:00.000Z")));
        platform.close();

        NightResult result = night.run();

        assertThat(result.summary().faults()).isEmpty();
        EventCounts events = result.summary().events();
        assertThat(List.of(
                        events.unique(),
                        events.duplicates().withinHorizon(),
                        events.duplicates().beyondHorizon(),
                        events.returned()))
                .containsExactly(unique, known, forgotten, returned);
        assertThat(result.summary().total().batch()).isEqualTo(unique);
        assertThat(result.summary().total().unexplained()).isZero();
    }
}
