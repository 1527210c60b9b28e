package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.fixture.Item;
import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.batch.state.Published;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordWriter;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.TimeQuality;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.Table;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is changed behind the platform's back is found, and named: which side, which window, which object. */
class FaultTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT10S, heartbeatEvery: PT1M, idleBound: PT2M}
            deduplicateFor: PT10M
            views:
              - name: per-team
                key: attributes.team
                window: {fixed: PT1M}
                aggregates: [count, sum, min, max, mean]
                allowedLateness: PT2M
                latePaneEvery: PT1M
            """;
    private static final LocalDate DAY = LocalDate.parse("2026-11-22");
    private static final long MINUTE_3 = IsoInstant.parse("2026-11-22T12:03:00.000Z");

    @TempDir
    Path folder;

    private TestPlatform platform;
    private TestNight night;

    @BeforeEach
    void tenMinutesOfTwoTeams() {
        platform = new TestPlatform(TestEvents.views(VIEWS), 2);
        platform.recordsAnObject = 10;
        night = new TestNight(platform, folder);
    }

    /** Each team scores every ten seconds; every event is seen two seconds later. */
    private void play() {
        for (int second = 0; second < 600; second += 10) {
            for (String team : List.of("red", "blue")) {
                platform.put(score(team, second));
            }
        }
        finish();
    }

    private void finish() {
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-24T00:00:00.000Z")));
        platform.close();
    }

    private static LogRecord.Events score(String team, int second) {
        return TestEvents.one(
                "device-" + team,
                team + "-" + second,
                at(second),
                at(second + 2),
                Integer.toString(second),
                Map.of("team", team));
    }

    private static String at(int second) {
        return IsoInstant.format(IsoInstant.parse("2026-11-22T12:00:00.000Z") + second * 1000L);
    }

    @Test
    void withoutAFaultEverythingAgrees() {
        play();
        NightResult result = night.run();
        assertThat(result.summary().faults()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(result.summary().events().unique()).isEqualTo(120);
    }

    @Test
    void aCellChangedByHandIsTheStreamsFault() {
        play();
        Item cell = cellOfMinute3("red");
        platform.items.put(Table.CELLS, cell.with("sum", BigDecimal.valueOf(999)));
        NightFault fault = onlyFault(night.run());
        assertThat(fault.kind()).isEqualTo(NightFault.FaultKind.CELL);
        assertThat(fault.side()).isEqualTo(NightFault.Side.STREAM);
        assertThat(fault.windowStart()).isEqualTo(MINUTE_3);
        assertThat(fault.key()).isEqualTo("red");
        assertThat(fault.object()).contains(cell.pk()).contains(cell.sk());
        assertThat(fault.detail()).contains("sum 999").contains("sum 1230");
    }

    /** The stream's own reader refuses such a cell; the reconciliation reads what there is, and goes on. */
    @Test
    void aCellThatHasLostItsNumbersIsTheStreamsFault() {
        play();
        Item cell = cellOfMinute3("red");
        cell.fields().keySet().removeAll(List.of("count", "seq"));
        platform.items.put(Table.CELLS, cell.with("sum", "many"));
        NightFault fault = onlyFault(night.run());
        assertThat(fault.kind()).isEqualTo(NightFault.FaultKind.CELL);
        assertThat(fault.side()).isEqualTo(NightFault.Side.STREAM);
        assertThat(fault.windowStart()).isEqualTo(MINUTE_3);
        assertThat(fault.object()).contains(cell.pk()).contains(cell.sk());
        assertThat(fault.detail()).contains("count 6");
    }

    @Test
    void aPaneThatHasLostItsNumbersIsTheStreamsFault() {
        play();
        Item pane = platform.items.all(Table.WINDOWS).stream()
                .filter(item ->
                        item.sk().contains("12:03:00.000Z/") && item.sk().startsWith("red#"))
                .findFirst()
                .orElseThrow();
        pane.fields().keySet().removeAll(List.of("delta", "timing", "index"));
        platform.items.put(Table.WINDOWS, pane.with("max", "many"));
        assertThat(night.run().summary().faults())
                .filteredOn(fault -> fault.kind() == NightFault.FaultKind.PANE)
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.side()).isEqualTo(NightFault.Side.STREAM);
                    assertThat(fault.windowStart()).isEqualTo(MINUTE_3);
                    assertThat(fault.key()).isEqualTo("red");
                });
    }

    @Test
    void aDeletedCellIsTheStreamsFault() {
        play();
        platform.items.remove(Table.CELLS, cellOfMinute3("blue"));
        NightFault fault = onlyFault(night.run());
        assertThat(fault.kind()).isEqualTo(NightFault.FaultKind.CELL);
        assertThat(fault.side()).isEqualTo(NightFault.Side.STREAM);
        assertThat(fault.windowStart()).isEqualTo(MINUTE_3);
        assertThat(fault.key()).isEqualTo("blue");
        assertThat(fault.detail()).contains("missing").contains("count 6");
    }

    @Test
    void aPaneChangedByHandIsFoundAndItsWindowDoesNotClose() {
        play();
        Item pane = platform.items.all(Table.WINDOWS).stream()
                .filter(item ->
                        item.sk().contains("12:03:00.000Z/") && item.sk().startsWith("red#"))
                .findFirst()
                .orElseThrow();
        platform.items.put(Table.WINDOWS, pane.with("count", 7L));
        NightResult result = night.run();
        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(result.summary().unexplained().events()).isEqualTo(1);
        assertThat(result.summary().unexplained().cells()).isEqualTo(1);
        assertThat(result.summary().faults())
                .extracting(NightFault::kind)
                .containsExactly(NightFault.FaultKind.PANE, NightFault.FaultKind.LEDGER);
        assertThat(result.summary().faults()).allSatisfy(fault -> {
            assertThat(fault.side()).isEqualTo(NightFault.Side.STREAM);
            assertThat(fault.windowStart()).isEqualTo(MINUTE_3);
            assertThat(fault.key()).isEqualTo("red");
        });
    }

    @Test
    void aDeletedArchiveObjectIsTheArchivesFaultAndNamed() {
        play();
        String key = platform.objects.list("archive/").get(2);
        platform.objects.remove(key);
        assertArchiveFault(night.run(), key, "missing");
        assertThat(Published.read(platform.items)).isEmpty();
    }

    @Test
    void anAlteredArchiveObjectIsTheArchivesFaultAndNamed() {
        play();
        String key = platform.objects.list("archive/").get(2);
        platform.objects.put(
                key,
                platform.objects.get(platform.objects.list("archive/").get(1)).orElseThrow());
        assertArchiveFault(night.run(), key, "altered");
    }

    @Test
    void anArchiveObjectDeletedAfterItBecameParquetIsFoundAgain() {
        play();
        assertThat(night.run().exitCode()).isEqualTo(ExitCode.PASS);
        String key = platform.objects.list("archive/").get(0);
        platform.objects.remove(key);
        NightResult result = night.run(DAY, DAY);
        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(onlyFault(result).object()).isEqualTo(key);
        assertThat(result.summary().unexplained().events()).isZero();
    }

    private static void assertArchiveFault(NightResult result, String key, String state) {
        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        NightFault fault = result.summary().faults().get(0);
        assertThat(fault.kind()).isEqualTo(NightFault.FaultKind.ARCHIVE_OBJECT);
        assertThat(fault.side()).isEqualTo(NightFault.Side.ARCHIVE);
        assertThat(fault.object()).isEqualTo(key);
        assertThat(fault.detail()).contains(state);
        assertThat(result.summary().faults())
                .filteredOn(each -> each.kind() == NightFault.FaultKind.CELL)
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.side()).isEqualTo(NightFault.Side.ARCHIVE));
        assertThat(result.summary().notes()).anyMatch(note -> note.contains("hole"));
    }

    @Test
    void behindAHoleTheReplayTakesHoldAgain() {
        play();
        platform.objects.remove(platform.objects.list("archive/").get(0));
        NightResult result = night.run();
        // The hole is one object of ten records: six events of one minute, and four of the next.
        assertThat(result.summary().faults())
                .filteredOn(each -> each.kind() == NightFault.FaultKind.CELL)
                .hasSize(2);
    }

    @Test
    void aFalsifiedTimeQualityIsTheFaultOfIngestion() {
        LogRecord.Events honest = score("red", 30);
        LoggedEvent event = honest.envelopes().get(0).events().get(0);
        LoggedEvent falsified = new LoggedEvent(
                event.id(),
                event.type(),
                event.occurredAt(),
                new EventTime(event.time().millis(), TimeQuality.CORRECTED),
                event.valueMicros(),
                event.attributes());
        LogRecord.Events record = new LogRecord.Events(
                honest.deviceId(),
                honest.receivedAtMillis(),
                honest.requestId(),
                List.of(new LoggedEnvelope(null, null, honest.envelopes().get(0).offset(), List.of(falsified))));
        String sequence = platform.put(record);
        finish();
        NightFault fault = onlyFault(night.run());
        assertThat(fault.kind()).isEqualTo(NightFault.FaultKind.INGESTION_TIME);
        assertThat(fault.side()).isEqualTo(NightFault.Side.INGESTION);
        assertThat(fault.object()).contains("red-30").contains(sequence);
        assertThat(fault.detail()).contains("corrected").contains("uncorrected");
    }

    @Test
    void aMarkRuleWithGreaterOrEqualIsFoundInTheCells() {
        // The watermark stands exactly at the end of the first minute when its last event comes. A stream that takes a
        // mark
        // for ahead of an equal watermark does as if it stood a millisecond before.
        platform.put(score("red", 30));
        String end = "2026-11-22T12:01:00.000Z";
        platform.putAltered(
                platform.shardOf("device-red"),
                new LogRecord.Watermark(IsoInstant.parse(end) - 1),
                new String(
                        new LogRecordWriter().write(new LogRecord.Watermark(IsoInstant.parse(end))),
                        StandardCharsets.UTF_8));
        platform.put(score("red", 50));
        finish();
        NightResult result = night.run();
        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(result.summary().faults())
                .filteredOn(fault -> fault.kind() == NightFault.FaultKind.CELL)
                .hasSize(2)
                .allSatisfy(fault -> {
                    assertThat(fault.side()).isEqualTo(NightFault.Side.STREAM);
                    assertThat(fault.windowStart()).isEqualTo(IsoInstant.parse("2026-11-22T12:00:00.000Z"));
                });
    }

    @Test
    void aRecordThatTheStreamNeverTookIsUnexplained() {
        platform.put(score("red", 30));
        platform.putUnseen(platform.shardOf("device-red"), score("red", 40));
        finish();
        NightResult result = night.run();
        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(result.summary().unexplained().events()).isEqualTo(1);
    }

    @Test
    void aRecordThatNobodyCanReadMustBeInQuarantine() {
        platform.put(score("red", 30));
        String shard = platform.shardOf("device-red");
        platform.putQuarantined(shard, "no JSON".getBytes(StandardCharsets.UTF_8));
        finish();
        NightResult explained = night.run();
        assertThat(explained.exitCode()).isEqualTo(ExitCode.WARNING);
        assertThat(explained.summary().events().quarantined()).isEqualTo(1);
        assertThat(explained.summary().events().archived()).isEqualTo(2);
    }

    @Test
    void aRecordInQuarantineThatCanBeReadIsTheStreamsFaultAndItsSizeIsInTheLedger() {
        platform.put(score("red", 30));
        String sequence =
                platform.putQuarantined(platform.shardOf("device-red"), new LogRecordWriter().write(score("red", 40)));
        finish();
        NightResult result = night.run();
        NightFault fault = onlyFault(result);
        assertThat(fault.kind()).isEqualTo(NightFault.FaultKind.QUARANTINE);
        assertThat(fault.side()).isEqualTo(NightFault.Side.STREAM);
        assertThat(fault.object()).isEqualTo("record " + sequence);
        assertThat(result.summary().views().get(0).count().quarantined()).isEqualTo(1);
        assertThat(result.summary().views().get(0).count().batch()).isEqualTo(2);
        assertThat(result.summary().unexplained().events()).isZero();
    }

    @Test
    void anObjectLeftBehindWhoseRecordsAreJournalledIsHarmless() {
        play();
        String key = platform.objects.list("archive/").get(0);
        byte[] bytes = platform.objects.get(key).orElseThrow();
        String folderOfShard = key.substring(0, key.lastIndexOf('/') + 1);
        String first = key.substring(folderOfShard.length(), folderOfShard.length() + 64);
        platform.objects.put(folderOfShard + first + "-" + first + ".ndjson.gz", bytes);
        assertThat(night.run().exitCode()).isEqualTo(ExitCode.PASS);
    }

    @Test
    void anObjectWithRecordsThatTheJournalDoesNotKnowIsNamed() {
        play();
        String key = platform.objects.list("archive/").get(0);
        String stranger = key.replaceFirst("-[0-9]{64}", "-" + "9".repeat(64));
        platform.objects.put(stranger, platform.objects.get(key).orElseThrow());
        NightResult result = night.run();
        assertThat(result.exitCode()).isEqualTo(ExitCode.WARNING);
        assertThat(result.summary().notes()).anyMatch(note -> note.contains(stranger));
    }

    @Test
    void aRunThatDiesBeforeTheSwitchLeavesThePublishedDayAsItWas() throws IOException {
        play();
        night.run();
        Published before = Published.read(platform.items).orElseThrow();
        platform.put(score("red", 7_000));
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-25T00:00:00.000Z")));
        platform.close();
        platform.items.switchFails = true;
        assertThat(night.run().exitCode()).isEqualTo(ExitCode.NOT_PUBLISHED);
        assertThat(Published.read(platform.items)).contains(before);
        platform.items.switchFails = false;
        platform.objects.putsUntilFailure = 3;
        assertThat(night.run().exitCode()).isEqualTo(ExitCode.NOT_PUBLISHED);
        assertThat(Published.read(platform.items)).contains(before);
        platform.objects.putsUntilFailure = -1;
        NightResult result = night.run();
        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(result.summary().events().unique()).isEqualTo(121);
        assertThat(Published.read(platform.items).orElseThrow().run())
                .isEqualTo(result.summary().run().id());
    }

    @Test
    void cellsThatHaveExpiredAreNotComparable() {
        play();
        platform.items.all(Table.CELLS).forEach(cell -> platform.items.remove(Table.CELLS, cell));
        night.now = java.time.Instant.parse("2027-02-01T00:00:00Z");
        assertThat(night.run().exitCode()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(Published.read(platform.items).orElseThrow().verifiedThrough())
                .isEmpty();
    }

    /** A stage goes on from nothing: of its first day nothing can be said any more, and that holds back no later one. */
    @Test
    void theBooksBeginBehindTheDaysThatCannotBeComparedAnyMore() {
        play();
        platform.items.all(Table.CELLS).forEach(cell -> platform.items.remove(Table.CELLS, cell));
        platform.arrivalMillis = IsoInstant.parse("2027-01-30T12:00:00.000Z");
        platform.put(TestEvents.one(
                "device-red",
                "new",
                "2027-01-30T12:00:00.000Z",
                "2027-01-30T12:00:02.000Z",
                "1",
                Map.of("team", "red")));
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2027-02-01T00:00:00.000Z")));
        platform.close();
        night.now = java.time.Instant.parse("2027-02-01T00:30:00Z");

        assertThat(night.run().exitCode()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(Published.read(platform.items).orElseThrow().verifiedThrough())
                .containsOnly(
                        Map.entry(platform.views.views().get(0).id(), IsoInstant.parse("2027-01-31T00:00:00.000Z")));
    }

    @Test
    void theReportSaysItInFiles() throws IOException {
        play();
        platform.items.remove(Table.CELLS, cellOfMinute3("blue"));
        night.run();
        String summary = Files.readString(night.report().resolve("2026-11-22/summary.json"));
        assertThat(summary)
                .contains("\"verdict\" : \"fail\"")
                .contains("\"exitCode\" : 1")
                .contains("\"side\" : \"stream\"");
    }

    private Item cellOfMinute3(String team) {
        return platform.items.all(Table.CELLS).stream()
                .filter(item -> item.pk().contains("12:03:00.000Z") && item.sk().endsWith("#" + team))
                .findFirst()
                .orElseThrow();
    }

    private static NightFault onlyFault(NightResult result) {
        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(result.summary().faults()).hasSize(1);
        return result.summary().faults().get(0);
    }
}
