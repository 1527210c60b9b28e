package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.fixture.Item;
import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordWriter;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.HeadItem;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs of impressions and clicks: what the batch says, what it blames, and what it finds when somebody lies. */
class JoinTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT10S, heartbeatEvery: PT1M, idleBound: PT2M}
            deduplicateFor: PT10M
            views:
              - name: conversions
                join: {left: impression, right: click, on: attributes.ad, within: PT1M}
                key: attributes.campaign
                window: {fixed: PT1M}
                aggregates: [count, sum]
                allowedLateness: PT2M
                latePaneEvery: PT1M
            """;
    private static final long NOON = IsoInstant.parse("2026-11-22T12:00:00.000Z");

    @TempDir
    Path folder;

    private TestPlatform platform;
    private TestNight night;
    private int ids;

    @BeforeEach
    void aPlatform() {
        platform = new TestPlatform(TestEvents.views(VIEWS), 1);
        night = new TestNight(platform, folder);
    }

    private void impression(String ad, int second) {
        impression(ad, "i" + ids++, second, second + 1);
    }

    private void impression(String ad, String id, int second, int received) {
        platform.put(impressionRecord(ad, id, second, received));
    }

    private static LogRecord.Events impressionRecord(String ad, String id, int second, int received) {
        return TestEvents.typed(
                TestEvents.one("phone", id, at(second), at(received), null, Map.of("ad", ad, "campaign", "c1")),
                "impression");
    }

    private void click(String ad, int second, String value) {
        click(ad, "k" + ids++, second, second + 1, value);
    }

    private void click(String ad, String id, int second, int received, String value) {
        platform.put(clickRecord(ad, id, second, received, value));
    }

    private static LogRecord.Events clickRecord(String ad, String id, int second, int received, String value) {
        return TestEvents.typed(
                TestEvents.one("phone", id, at(second), at(received), value, Map.of("ad", ad)), "click");
    }

    private void other(int second) {
        platform.put(TestEvents.typed(
                TestEvents.one("phone", "o" + ids++, at(second), at(second), null, Map.of()), "other"));
    }

    private static String at(int second) {
        return IsoInstant.format(NOON + second * 1000L);
    }

    private void watermark(int second) {
        platform.control(new LogRecord.Watermark(NOON + second * 1000L));
    }

    private NightResult finish() {
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-24T00:00:00.000Z")));
        platform.close();
        return night.run();
    }

    /** {@code start aggregate onTime final batch lateBeyond duplicate quarantined open unexplained} of every row. */
    private List<String> rows() {
        return rows("2026-11-22");
    }

    private List<String> rows(String day) {
        return TestEvents.rows(night.report().resolve(day + "/windows.csv")).stream()
                .skip(1)
                .map(row -> String.join(
                        " ",
                        row.get(1).substring(11, 19),
                        row.get(3),
                        row.get(4),
                        row.get(5),
                        row.get(6),
                        row.get(7),
                        row.get(8),
                        row.get(9),
                        row.get(10),
                        row.get(12),
                        row.get(13)))
                .toList();
    }

    @Test
    void aPairCountsAtTheLaterTimeWithTheClicksValueAndBothHalvesAttributes() {
        impression("a", 50);
        click("a", 70, "2.50");
        NightResult result = finish();
        assertThat(result.summary().faults()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(rows())
                .containsExactly("12:01:00 c1 count 1 1 1 0 0 0 0 0", "12:01:00 c1 sum 2.5 2.5 2.5 0 0 0 0 0");
    }

    @Test
    void halvesPairInAnyOrderUpToTheBoundInclusive() {
        click("a", 60, "1");
        impression("a", 0); // exactly a minute apart, and the impression comes second
        impression("b", 1);
        click("b", 62, "1"); // a second more than a minute
        impression("c", 10);
        click("c", 20, "1");
        click("c", 30, "1"); // one impression, two clicks: two pairs
        impression("d", 30);
        click("e", 30, "1"); // another ad
        NightResult result = finish();
        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(rows()).contains("12:00:00 c1 count 2 2 2 0 0 0 0 0", "12:01:00 c1 count 1 1 1 0 0 0 0 0");
    }

    @Test
    void aClickWhoseImpressionIsCollectedIsLateBeyondThoughItsWindowIsNotFinal() {
        impression("a", 10);
        watermark(71); // passes 10 s + 1 min
        click("a", "late", 65, 100, "3");
        NightResult result = finish();
        assertThat(result.summary().faults()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(rows()).containsExactly("12:01:00 c1 count 0 0 1 1 0 0 0 0", "12:01:00 c1 sum   3 3 0 0 0 0");
        assertThat(result.summary().views().get(0).count().lateBeyond()).isEqualTo(1);
    }

    @Test
    void aWatermarkAtTheEndOfAHalfsTimeHasNotPassedIt() {
        impression("a", 10);
        watermark(70);
        click("a", "in time", 65, 100, "3");
        assertThat(finish().exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(rows()).contains("12:01:00 c1 count 1 1 1 0 0 0 0 0");
    }

    @Test
    void aPairBeyondItsWindowsFinalMarkIsLateBeyond() {
        platform = new TestPlatform(TestEvents.views(VIEWS.replace("within: PT1M", "within: PT1H")), 1);
        night = new TestNight(platform, folder);
        impression("a", 10);
        watermark(240); // beyond 12:01 + 2 min, and the impression still waits
        click("a", "late", 20, 300, "3");
        assertThat(finish().exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(rows()).contains("12:00:00 c1 count 0 0 1 1 0 0 0 0");
    }

    @Test
    void aHalfRepeatedBeyondTheHorizonMakesItsPairsAgain() {
        platform = new TestPlatform(TestEvents.views(VIEWS.replace("within: PT1M", "within: PT1H")), 1);
        night = new TestNight(platform, folder);
        impression("a", 10);
        click("a", "k", 20, 21, "3");
        watermark(100);
        platform.put(TestEvents.one("phone", "old", at(0), at(650), null, Map.of())); // moves the shard clock alone
        click("a", "k", 20, 660, "3"); // ten minutes later: no duplicate for the stream
        click("a", "k", 20, 661, "3"); // this one is
        assertThat(finish().exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(rows()).containsExactly("12:00:00 c1 count 1 2 1 0 1 0 0 0", "12:00:00 c1 sum 3 6 3 0 3 0 0 0");
    }

    @Test
    void aPairWithAQuarantinedHalfIsQuarantined() {
        impression("a", 10);
        platform.putQuarantined(
                platform.shardOf("phone"), new LogRecordWriter().write(clickRecord("a", "k", 20, 21, "3")));
        // The half can be read, and should not be there.
        assertThat(finish().exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(rows()).contains("12:00:00 c1 count 0 0 1 0 0 1 0 0");
    }

    @Test
    void aPairWhoseMarkHasNotComeIsOpen() {
        impression("a", 10);
        click("a", 20, "3");
        platform.close();
        NightResult result = night.run();
        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(rows()).contains("12:00:00 c1 count 0 0 1 0 0 0 1 0");
    }

    @Test
    void aPairAcrossMidnightIsWholeAndInTheNextDay() {
        int midnight = 12 * 3600;
        impression("a", midnight - 10);
        click("a", midnight + 20, "3");
        assertThat(finish().exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(rows("2026-11-23")).contains("00:00:00 c1 count 1 1 1 0 0 0 0 0");
    }

    @Test
    void aPairAcrossTwoRunsIsWhole() {
        impression("a", 10);
        other(15);
        platform.close();
        assertThat(night.run().exitCode()).isEqualTo(ExitCode.PASS);
        click("a", 20, "3");
        NightResult result = finish();
        assertThat(result.summary().faults()).isEmpty();
        assertThat(rows()).contains("12:00:00 c1 count 1 1 1 0 0 0 0 0");
    }

    @Test
    void aLateHalfBringsBackTheDayOfItsPartner() {
        int midnight = 12 * 3600;
        click("a", midnight + 20, "3");
        platform.control(new LogRecord.Watermark(NOON + (midnight + 600) * 1000L));
        platform.close();
        assertThat(night.run().exitCode()).isEqualTo(ExitCode.PASS);
        impression("a", "late", midnight - 10, midnight + 700);
        NightResult result = finish();
        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(rows("2026-11-23")).contains("00:00:00 c1 count 0 0 1 1 0 0 0 0");
    }

    @Test
    void halvesMoveToAChildShard() {
        impression("a", 10);
        impression("b", 12);
        platform.reshard("shardId-child", "shardId-000000000000");
        click("a", 20, "3");
        NightResult result = finish();
        assertThat(result.summary().faults()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(rows()).contains("12:00:00 c1 count 1 1 1 0 0 0 0 0");
        assertThat(unmatched("shardId-child")).isEqualTo(Map.of("left", BigDecimal.ONE, "right", BigDecimal.ZERO));
    }

    @Test
    void lonelyHalvesAreCountedOverRunsAndAWrongCountIsNamed() {
        impression("a", 10);
        impression("b", 15);
        click("a", 20, "1");
        other(60);
        platform.close();
        assertThat(night.run().exitCode()).isEqualTo(ExitCode.PASS);
        click("c", 200, "1");
        impression("d", 1000);
        assertThat(finish().exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(unmatched("shardId-000000000000"))
                .isEqualTo(Map.of("left", BigDecimal.valueOf(2), "right", BigDecimal.ONE));

        click("e", 2 * 86_400, "1");
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-26T00:00:00.000Z")));
        platform.close();
        Item head = head("shardId-000000000000");
        Map<String, Object> wrong = new HashMap<>();
        wrong.put(view(), Map.of("left", BigDecimal.valueOf(2), "right", BigDecimal.valueOf(3)));
        platform.items.put(Table.JOURNAL, head.with("unmatched", wrong));
        NightResult result = night.run();
        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        NightFault fault = result.summary().faults().get(0);
        assertThat(result.summary().faults()).hasSize(1);
        assertThat(fault.kind()).isEqualTo(NightFault.FaultKind.UNMATCHED);
        assertThat(fault.object()).contains("right").contains("conversions");
        assertThat(fault.detail()).contains("count 3").contains("give 2");
    }

    @Test
    void aLostPairIsFoundInItsCellAndNamed() {
        impression("a", 10);
        click("a", 20, "3");
        click("a", 30, "4");
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-24T00:00:00.000Z")));
        platform.close();
        Item cell = platform.items.all(Table.CELLS).get(0);
        platform.items.put(Table.CELLS, changed(cell, 1, 3));
        NightFault fault = onlyFault(night.run(), NightFault.FaultKind.CELL);
        assertThat(fault.windowStart()).isEqualTo(NOON);
        assertThat(fault.key()).isEqualTo("c1");
        assertThat(fault.detail()).contains("has count 1").contains("give count 2");
    }

    @Test
    void aPairCountedTwiceIsFoundInItsPaneAndItsWindowDoesNotClose() {
        impression("a", 10);
        click("a", 20, "3");
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-24T00:00:00.000Z")));
        platform.close();
        Item pane = platform.items.all(Table.WINDOWS).get(0);
        platform.items.put(Table.WINDOWS, changed(pane, 2, 6));
        NightResult result = night.run();
        assertThat(result.summary().unexplained().events()).isEqualTo(1);
        assertThat(result.summary().faults())
                .extracting(NightFault::kind)
                .containsExactly(NightFault.FaultKind.PANE, NightFault.FaultKind.LEDGER);
    }

    private static Item changed(Item item, long count, long sum) {
        return new Item(new LinkedHashMap<>(item.fields())).with("count", count).with("sum", sum);
    }

    private static NightFault onlyFault(NightResult result, NightFault.FaultKind kind) {
        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(result.summary().faults()).hasSize(1);
        assertThat(result.summary().faults().get(0).kind()).isEqualTo(kind);
        return result.summary().faults().get(0);
    }

    private Item head(String shard) {
        HeadItem head = platform.items.get(HeadItem.key(shard)).orElseThrow();
        return Item.read(head.attributes());
    }

    private Map<String, Object> unmatched(String shard) {
        Item head = head(shard);
        Object counts = head.map("unmatched").get(view());
        assertThat(counts).isInstanceOf(Map.class);
        return new Item(head.map("unmatched")).map(view());
    }

    private String view() {
        return platform.views.views().get(0).id();
    }
}
