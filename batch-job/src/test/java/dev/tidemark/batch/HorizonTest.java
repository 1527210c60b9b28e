package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.batch.recompute.GoneException;
import dev.tidemark.batch.stage.PrintOf;
import dev.tidemark.batch.state.StateFormatException;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.segment.SegmentScan;
import dev.tidemark.platform.segment.SegmentWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the horizon has passed goes, and what a night needs does not. */
class HorizonTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT0S, heartbeatEvery: PT10S, idleBound: PT0S}
            ingest: {oldest: P2D}
            deduplicateFor: PT10M
            uniqueFor: P3D
            views:
              - {name: all, key: none, window: {fixed: P1D}, aggregates: [count], allowedLateness: PT0S}
            """;
    private static final Instant DAY_0 = Instant.parse("2026-11-02T00:00:00Z");

    @TempDir
    Path folder;

    private TestPlatform platform;
    private TestNight night;

    @BeforeEach
    void aPlatform() {
        platform = new TestPlatform(TestEvents.views(VIEWS), 1);
        night = new TestNight(platform, folder);
    }

    private void event(String id, Instant occurred, Instant received) {
        platform.control(new LogRecord.Heartbeat(received.toEpochMilli()));
        platform.put(TestEvents.one("phone", id, occurred.toString(), received.toString(), "1", Map.of()));
    }

    /** An event at noon of this day, and the night after it. */
    private NightResult day(int number) {
        Instant noon = DAY_0.plus(Duration.ofDays(number)).plus(Duration.ofHours(12));
        event("e" + number, noon, noon);
        platform.control(
                new LogRecord.Heartbeat(DAY_0.plus(Duration.ofDays(number + 1)).toEpochMilli()));
        platform.close();
        night.now = DAY_0.plus(Duration.ofDays(number + 1)).plus(Duration.ofMinutes(30));
        return night.run();
    }

    private Set<String> runsWith(String prefix, String end) {
        Set<String> runs = new TreeSet<>();
        for (String key : platform.objects.list(prefix)) {
            if (key.endsWith(end)) {
                runs.add(key.substring(prefix.length()).split("[/.]", 2)[0]);
            }
        }
        return runs;
    }

    /**
     * Identities are known for three days, and records for the two that an event may be old, one of the window and two to spare. The
     * state of the run before stays for who is reading it, and so does what that state names.
     */
    @Test
    void eightNightsLeaveTheSegmentsOfFourAndTheRecordsOfSix() {
        for (int number = 0; number < 8; number++) {
            NightResult result = day(number);
            assertThat(result.exitCode()).as("night %d", number).isEqualTo(ExitCode.PASS);
        }

        assertThat(runsWith("batch/segments/", ".segment")).containsExactly("run-5", "run-6", "run-7", "run-8");
        assertThat(runsWith("batch/runs/", "records.parquet"))
                .containsExactly("run-3", "run-4", "run-5", "run-6", "run-7", "run-8");
        assertThat(runsWith("batch/runs/", "format.json")).containsExactly("run-7", "run-8");
        assertThat(runsWith("batch/days/2026-11-02/", ".csv")).containsExactly("run-1");
    }

    @Test
    void aDayWhoseRecordsHaveGoneIsRefusedAndItsReportStays() {
        for (int number = 0; number < 8; number++) {
            day(number);
        }

        assertThatThrownBy(() -> night.run(LocalDate.parse("2026-11-02"), LocalDate.parse("2026-11-09")))
                .isInstanceOf(GoneException.class)
                .hasMessage(
                        "the records of 2026-11-02 have gone: days can be computed from 2026-11-07 on, and the report of"
                                + " 2026-11-02 stays as it is");
        assertThat(night.run(LocalDate.parse("2026-11-07"), LocalDate.parse("2026-11-09"))
                        .exitCode())
                .isEqualTo(ExitCode.PASS);
    }

    @Test
    void anEventOfADayWhoseRecordsHaveGoneIsAFaultOfIngestion() {
        for (int number = 0; number < 8; number++) {
            day(number);
        }
        Instant now = DAY_0.plus(Duration.ofDays(8)).plus(Duration.ofHours(1));
        event("ancient", DAY_0.plus(Duration.ofHours(3)), now);

        NightResult result = day(8);

        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(result.summary().faults())
                .anySatisfy(fault -> assertThat(fault.object()).isEqualTo("events of 2026-11-02"));
        assertThat(day(9).exitCode()).isEqualTo(ExitCode.PASS);
    }

    @Test
    void aLateEventWithinOldestFindsEverythingThatItsDayIsMadeOf() {
        for (int number = 0; number < 8; number++) {
            day(number);
        }
        Instant now = DAY_0.plus(Duration.ofDays(8)).plus(Duration.ofHours(1));
        event("late", now.minus(Duration.ofDays(2)), now);

        NightResult result = day(8);

        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(TestEvents.rows(night.report().resolve("2026-11-08/windows.csv")))
                .anySatisfy(row -> assertThat(row).contains("2026-11-08T00:00:00.000Z", "2"));
    }

    /**
     * The window of the eighth's received time has an event of the second, and an event of the eighth comes on the fourteenth: what
     * its day is made of happened twelve days before.
     */
    @Test
    void aDayOfReceivedTimeFindsWhatHappenedOldestBeforeItsOwnOldest() {
        platform = new TestPlatform(
                TestEvents.views(
                        VIEWS.replace("P2D", "P6D").replace("P3D", "P7D")
                                + "  - {name: in, key: none, time: received, window: {fixed: P1D}, aggregates: [count], allowedLateness: PT0S}\n"),
                1);
        night = new TestNight(platform, folder);
        Duration almostOldest = Duration.ofDays(6).minusHours(1);
        Instant morning = DAY_0.plus(Duration.ofHours(3));
        for (int number = 0; number < 13; number++) {
            Instant now = morning.plus(Duration.ofDays(number));
            if (number == 6 || number == 12) {
                event("old" + number, now.minus(almostOldest), now);
            }
            assertThat(day(number).exitCode()).as("night %d", number).isEqualTo(ExitCode.PASS);
        }

        assertThat(TestEvents.rows(night.report().resolve("2026-11-08/windows.csv")))
                .as("noon's and the one that came late by event time; noon's and the old one by received time")
                .filteredOn(row -> row.contains("2026-11-08T00:00:00.000Z"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row).contains("2"));
    }

    @Test
    void twoEventsWithOneFingerprintAreTwoEvents() throws Exception {
        day(0);
        // As if the second night's fingerprint had been the first one's: the place names another identity.
        String segment = "batch/segments/run-1.segment";
        byte[] bytes = platform.objects.get(segment).orElseThrow();
        platform.objects.put(segment, renamed(bytes, "phone", "e0", "phone", "e1"));

        NightResult result = day(1);

        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(result.summary().events().unique()).isEqualTo(1);
        assertThat(result.summary().events().duplicates().beyondHorizon()).isZero();
    }

    /** The segment with one event's fingerprint in place of another's, and all else as it was. */
    private static byte[] renamed(byte[] segment, String device, String id, String otherDevice, String otherId)
            throws Exception {
        PrintOf prints = new PrintOf();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SegmentWriter writer = new SegmentWriter(out);
        record Raw(long fingerprint, long clock, int source, int line) {}
        List<Raw> entries = new ArrayList<>();
        try (SegmentScan scan = new SegmentScan(new ByteArrayInputStream(segment))) {
            while (scan.next()) {
                long print = scan.fingerprint() == prints.of(device, id)
                        ? prints.of(otherDevice, otherId)
                        : scan.fingerprint();
                entries.add(new Raw(print, scan.clockMillis(), scan.source(), scan.line()));
            }
            scan.sources().forEach(writer::source);
        }
        entries.sort((a, b) -> Long.compareUnsigned(a.fingerprint(), b.fingerprint()));
        for (Raw entry : entries) {
            writer.add(entry.fingerprint(), entry.clock(), entry.source(), entry.line());
        }
        writer.seal();
        return out.toByteArray();
    }

    @Test
    void stateOfAnotherFormatIsRefusedWithTheWayOut() {
        day(0);
        platform.objects.remove("batch/runs/run-1/state/format.json");
        TestNight elsewhere = new TestNight(platform, folder.resolve("elsewhere"));

        assertThatThrownBy(elsewhere::run)
                .isInstanceOf(StateFormatException.class)
                .hasMessage(
                        "the state that run run-1 has left is of format 1, and this release reads format 2: it goes on"
                                + " from nothing once the item 'published' / 'current' of the table of corrections is deleted, and"
                                + " then computes every day again whose cells are still there");

        platform.objects.put("batch/runs/run-1/state/format.json", "{\"format\":3}".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(elsewhere::run).hasMessageStartingWith("the state that run run-1 has left is of format 3,");
    }
}
