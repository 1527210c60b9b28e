package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.fixture.Item;
import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.batch.publish.Publication;
import dev.tidemark.batch.recompute.GoneException;
import dev.tidemark.batch.stage.PrintOf;
import dev.tidemark.batch.state.Published;
import dev.tidemark.batch.state.StateFormatException;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.segment.SegmentScan;
import dev.tidemark.platform.segment.SegmentWriter;
import dev.tidemark.window.versions.VersionedViews;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
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
    private static final String TEN_DAYS =
            "  - {name: ten, key: deviceId, window: {fixed: P10D}, aggregates: [count], allowedLateness: PT0S}\n";
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
        event("phone", id, occurred, received);
    }

    private void event(String device, String id, Instant occurred, Instant received) {
        platform.control(new LogRecord.Heartbeat(received.toEpochMilli()));
        platform.put(TestEvents.one(device, id, occurred.toString(), received.toString(), "1", Map.of()));
    }

    private void deploy(String views) {
        VersionedViews next = TestEvents.views(views);
        platform.deploy(next);
        platform.control(new LogRecord.ViewsChanged(next.version()));
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

    /** A day on which nothing came but heartbeats, and the night after it. */
    private NightResult idleDay(int number) {
        Instant end = DAY_0.plus(Duration.ofDays(number + 1));
        platform.control(new LogRecord.Heartbeat(end.toEpochMilli()));
        platform.close();
        night.now = end.plus(Duration.ofMinutes(30));
        return night.run();
    }

    /** Otherwise each night would read again all that came since the last event. */
    @Test
    void nightsOfHeartbeatsAloneAreRememberedToo() {
        day(0);
        for (int number = 1; number < 5; number++) {
            NightResult result = idleDay(number);
            assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
            assertThat(result.publication()).isInstanceOf(Publication.Switched.class);
        }

        assertThat(night.run().publication())
                .as("where not even a heartbeat came")
                .isInstanceOf(Publication.NothingToDo.class);
        assertThat(Published.read(platform.items)
                        .orElseThrow()
                        .verifiedThrough()
                        .values())
                .containsExactly(DAY_0.plus(Duration.ofDays(5)).toEpochMilli());
        assertThat(runsWith("batch/segments/", ".segment"))
                .as("that of the first day has gone, and in a night without events there is nothing to seal")
                .isEmpty();
    }

    /** What an ended shard had seen its child has inherited; 35 days behind it no child can begin any more. */
    @Test
    void aShardThatEndedIsForgottenAfterFiveWeeks() throws Exception {
        day(0);
        Instant last = DAY_0.plus(Duration.ofDays(1)).plus(Duration.ofMinutes(5));
        event("last", last, last);
        platform.reshard("shardId-000000000009", platform.shardOf("phone"));
        idleDay(1);
        assertThat(shardsThatRemember())
                .as("what the child inherited went after deduplicateFor")
                .containsExactly(0);
        idleDay(30);
        assertThat(shardsThatRemember()).containsExactly(0);
        idleDay(37);
        idleDay(38);
        assertThat(shardsThatRemember()).isEmpty();
    }

    private List<Integer> shardsThatRemember() throws Exception {
        String run = Published.read(platform.items).orElseThrow().run();
        Path copy = folder.resolve("seen-" + run + ".parquet");
        Files.write(
                copy,
                platform.objects
                        .get("batch/runs/" + run + "/state/seen.parquet")
                        .orElseThrow());
        List<Integer> shards = new ArrayList<>();
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet rows = duckDb.createStatement()
                        .executeQuery("SELECT DISTINCT shard FROM '" + copy + "' ORDER BY shard")) {
            while (rows.next()) {
                shards.add(rows.getInt(1));
            }
        }
        return shards;
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
        assertThat(result.summary().faults()).anySatisfy(fault -> {
            assertThat(fault.object()).isEqualTo("events of 2026-11-02");
            assertThat(fault.side()).isEqualTo(NightFault.Side.INGESTION);
            assertThat(fault.detail())
                    .isEqualTo(
                            "they are older than ingest.oldest, and the records of their day have gone: they are in no window");
        });
        assertThat(day(9).exitCode()).isEqualTo(ExitCode.PASS);
    }

    /** Four days old, where an event may be five: but the records went while it might be two. */
    @Test
    void whereOldestWasLengthenedIngestionIsNotBlamedForWhatHasGone() {
        for (int number = 0; number < 8; number++) {
            day(number);
        }
        deploy(VIEWS.replace("P2D", "P5D").replace("P3D", "P6D"));
        Instant now = DAY_0.plus(Duration.ofDays(8)).plus(Duration.ofHours(1));
        event("old", now.minus(Duration.ofDays(4)), now);

        assertThat(day(8).summary().faults()).singleElement().satisfies(fault -> {
            assertThat(fault.object()).isEqualTo("events of 2026-11-06");
            assertThat(fault.kind()).isEqualTo(NightFault.FaultKind.GONE_DAY);
            assertThat(fault.side()).isEqualTo(NightFault.Side.ARCHIVE);
            assertThat(fault.detail()).isEqualTo("the records of their day have gone: they are in no window");
        });
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

    /** Its reach is that of a session, 64 days: what is kept is for three. */
    @Test
    void aViewWithALongerReachStopsNoNight() {
        for (int number = 0; number < 8; number++) {
            day(number);
        }
        deploy(VIEWS + """
                  - {name: visits, key: deviceId, window: {session: PT1H}, aggregates: [count], allowedLateness: PT0S}
                """);

        NightResult result = day(8);

        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(result.publication()).isInstanceOf(Publication.Switched.class);
        assertThat(TestEvents.rows(night.report().resolve("2026-11-10/windows.csv")).stream()
                        .skip(1)
                        .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(7) + " " + row.get(13)))
                .containsExactly("all 2026-11-10T00:00:00.000Z 1 0", "visits 2026-11-10T12:00:00.000Z 1 0");

        event("late", DAY_0.plus(Duration.ofDays(7)).plus(Duration.ofHours(2)), DAY_0.plus(Duration.ofDays(9)));

        assertThat(day(9).exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(TestEvents.rows(night.report().resolve("2026-11-09/windows.csv")))
                .anySatisfy(row -> assertThat(row).contains("all", "2"));
    }

    /**
     * The window is of the third to the twelfth, the view of the tenth. The tablet's event of the fourth has gone: nothing is
     * left of what the view was not in force for.
     */
    @Test
    void aWindowThatBeginsWhereRecordsHaveGoneIsNotCovered() {
        for (int number = 0; number < 11; number++) {
            if (number == 2 || number == 9) {
                tablet(number);
            }
            if (number == 8) {
                deploy(VIEWS + TEN_DAYS);
            }
            assertThat(day(number).exitCode()).as("night %d", number).isEqualTo(ExitCode.PASS);
        }

        assertThat(ten()).containsExactly("phone 3 8 ", "tablet 1 1 ");
        assertThat(corrected()).isEmpty();
    }

    /** While it was away records went by the reach of the other view alone: the stream has more than the batch. */
    @Test
    void aViewThatComesBackIsNotHeldAgainstWhatHasGone() {
        deploy(VIEWS + TEN_DAYS);
        for (int number = 0; number < 11; number++) {
            if (number == 1 || number == 9) {
                tablet(number);
            }
            if (number == 4) {
                deploy(VIEWS);
            }
            if (number == 8) {
                deploy(VIEWS + TEN_DAYS);
            }
            assertThat(day(number).exitCode()).as("night %d", number).isEqualTo(ExitCode.PASS);
        }

        assertThat(ten()).containsExactly("phone 6 8 ", "tablet 2 1 ");
        assertThat(corrected()).isEmpty();
    }

    private void tablet(int number) {
        Instant morning = DAY_0.plus(Duration.ofDays(number)).plus(Duration.ofHours(3));
        event("tablet", "t" + number, morning, morning);
    }

    /** Of the window of ten days: its key, what the stream says, what the batch says, and what is unexplained. */
    private List<String> ten() {
        return TestEvents.rows(night.report().resolve("2026-11-12/windows.csv")).stream()
                .filter(row -> row.get(0).equals("ten"))
                .map(row -> row.get(3) + " " + row.get(6) + " " + row.get(7) + " " + row.get(13))
                .toList();
    }

    private List<String> corrected() {
        return platform.items.all(Table.CORRECTIONS).stream()
                .map(Item::pk)
                .filter(partition -> partition.startsWith("ten@") && partition.contains("#2026-11-12#"))
                .toList();
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
                        "the state that run run-1 has left is of format 1, and this release reads format 3: it goes on"
                                + " from nothing once the item 'published' / 'current' of the table of corrections is deleted, and"
                                + " then computes every day again whose cells are still there");

        platform.objects.put("batch/runs/run-1/state/format.json", "{\"format\":2}".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(elsewhere::run).hasMessageStartingWith("the state that run run-1 has left is of format 2,");
    }
}
