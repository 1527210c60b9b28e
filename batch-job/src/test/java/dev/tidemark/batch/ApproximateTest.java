package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.fixture.Item;
import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.batch.report.ApproximateCounts;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.Table;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Distinct counts, quantiles and most frequent texts: exact beside the sketches, and every broken promise named. */
class ApproximateTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT10S, heartbeatEvery: PT1M, idleBound: PT2M}
            deduplicateFor: PT10M
            views:
              - name: visits
                key: none
                window: {fixed: PT1M}
                aggregates: [count, {distinct: attributes.user}, {quantiles: value}, {top: attributes.page}]
                allowedLateness: PT2M
                latePaneEvery: PT1M
            """;
    private static final long NOON = IsoInstant.parse("2026-11-22T12:00:00.000Z");
    private static final String DISTINCT = "distinct(attributes.user)";
    private static final String QUANTILES = "quantiles(value)";
    private static final String TOP = "top(attributes.page)";

    @TempDir
    Path folder;

    private TestPlatform platform;
    private TestNight night;

    @BeforeEach
    void aPlatform() {
        platform = new TestPlatform(TestEvents.views(VIEWS), 2);
        night = new TestNight(platform, folder);
    }

    /** Ten visits of the first minute: values 1 to 10, three users, /a four times, /b three times. */
    private void tenVisits() {
        String[] pages = {"/a", "/b", "/a", "/c", "/b", "/a", "/d", "/b", "/a", null};
        for (int i = 0; i < 10; i++) {
            visit("v" + i, i, i + 1, Integer.toString(i + 1), "u" + i % 3, pages[i]);
        }
    }

    private void visit(String id, int second, int received, String value, String user, String page) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("user", user);
        if (page != null) {
            attributes.put("page", page);
        }
        platform.put(TestEvents.one("phone-" + user, id, at(second), at(received), value, attributes));
    }

    private static String at(long second) {
        return IsoInstant.format(NOON + second * 1000);
    }

    private void close() {
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-24T00:00:00.000Z")));
        platform.close();
    }

    /** {@code aggregate onTime final batch unexplained} of the rows, without those of exact aggregates. */
    private List<String> rows() {
        return TestEvents.rows(night.report().resolve("2026-11-22/windows.csv")).stream()
                .skip(1)
                .filter(row -> row.get(4).contains("("))
                .map(row -> String.join(" ", row.get(4), row.get(5), row.get(6), row.get(7), row.get(13)))
                .toList();
    }

    @Test
    void smallWindowsAreExactOnBothSides() {
        tenVisits();
        close();
        NightResult result = night.run();
        assertThat(result.summary().faults()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(rows())
                .containsExactly(
                        DISTINCT + " 3 3 3 0",
                        QUANTILES + "[0.5] 5 5 5 0",
                        QUANTILES + "[0.9] 9 9 9 0",
                        QUANTILES + "[0.95] 10 10 10 0",
                        QUANTILES + "[0.99] 10 10 10 0",
                        TOP + "[/a] 4 4 4 0",
                        TOP + "[/b] 3 3 3 0",
                        TOP + "[/c] 1 1 1 0",
                        TOP + "[/d] 1 1 1 0");
    }

    @Test
    void theEmptyTextIsATextOnBothSides() {
        visit("v1", 1, 2, null, "", "");
        visit("v2", 2, 3, null, "", "/a");
        visit("v3", 3, 4, null, "google", "");
        visit("v4", 123, 124, null, "", null);
        close();

        NightResult result = night.run();

        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(rows().stream().filter(row -> row.startsWith(DISTINCT)))
                .containsExactly(DISTINCT + " 2 2 2 0", DISTINCT + " 1 1 1 0");
        assertThat(rows()).contains(TOP + "[] 2 2 2 0", TOP + "[/a] 1 1 1 0");
    }

    /** What the stream would say if its library passed over one text of three, or counted one too many. */
    @Test
    void anEstimateThatCallsItselfExactIsExactOrAFault() {
        for (long wrong : new long[] {2, 4}) {
            aPlatform();
            tenVisits();
            close();
            falsify(DISTINCT, distinct -> List.of("estimate", "lower", "upper")
                    .forEach(name -> distinct.put(name, whole(wrong))));

            NightResult result = night.run();

            assertThat(onlyBesideLedger(result, NightFault.FaultKind.APPROXIMATE)
                            .detail())
                    .contains("the exact 3");
            assertThat(rows()).contains(DISTINCT + " " + wrong + " " + wrong + " 3 1");
        }
    }

    @Test
    void theBatchCountsWhatCameTooLateAndTheStreamIsNotBlamed() {
        tenVisits();
        platform.control(new LogRecord.Watermark(NOON + 100_000)); // late panes come
        visit("late", 30, 101, "100", "u9", "/a");
        platform.control(new LogRecord.Watermark(NOON + 300_000)); // beyond 12:01 + 2 min
        visit("beyond", 31, 301, "-5", "u10", "/z");
        close();
        NightResult result = night.run();
        assertThat(result.summary().faults()).isEmpty();
        assertThat(rows())
                .contains(
                        DISTINCT + " 3 4 5 0",
                        QUANTILES + "[0.5] 5 6 5 0",
                        QUANTILES + "[0.99] 10 100 100 0",
                        TOP + "[/a] 4 5 5 0",
                        TOP + "[/z]   1 0");
    }

    @Test
    void aRepeatedEventBeyondTheHorizonCountsForTheStreamOnly() {
        tenVisits();
        platform.put(TestEvents.one("phone-u0", "old", at(0), at(700), null, Map.of())); // moves the shard clock alone
        visit("v0", 0, 701, "1", "u0", "/a");
        close();
        NightResult result = night.run();
        assertThat(result.summary().faults()).isEmpty();
        assertThat(rows()).contains(TOP + "[/a] 5 5 4 0");
    }

    @Test
    void aWrongNumberInACellIsNamed() {
        tenVisits();
        close();
        Item cell = platform.items.all(Table.CELLS).get(0);
        platform.items.put(Table.CELLS, changed(cell, "sketches", TOP, top -> top.put("n", whole(77))));
        NightFault fault = only(night.run(), NightFault.FaultKind.CELL);
        assertThat(fault.object()).contains(cell.pk()).contains(cell.sk());
        assertThat(fault.windowStart()).isEqualTo(NOON);
        assertThat(fault.detail()).contains(TOP).contains("n 77");
    }

    @Test
    void aWrongNumberInAPaneIsNamedAndItsResultsAreUnexplained() {
        tenVisits();
        close();
        falsify(DISTINCT, distinct -> distinct.put("n", whole(11)));
        NightFault fault = onlyBesideLedger(night.run(), NightFault.FaultKind.PANE);
        assertThat(fault.detail()).contains(DISTINCT).contains("n 11").contains("n 10");
        assertThat(rows()).contains(DISTINCT + " 3 3 3 1").contains(QUANTILES + "[0.5] 5 5 5 0");
    }

    @Test
    void anEstimateOutsideItsOwnBoundsIsNamed() {
        tenVisits();
        close();
        falsify(DISTINCT, distinct -> distinct.put("upper", whole(2)));
        assertThat(onlyBesideLedger(night.run(), NightFault.FaultKind.APPROXIMATE)
                        .detail())
                .contains(DISTINCT)
                .contains("not between its bounds");
    }

    @Test
    void anEstimateThatNoChanceMakesIsNamedByItself() {
        tenVisits();
        close();
        falsify(DISTINCT, distinct -> {
            distinct.put("estimate", whole(6));
            distinct.put("lower", whole(6));
            distinct.put("upper", whole(6));
        });
        assertThat(onlyBesideLedger(night.run(), NightFault.FaultKind.APPROXIMATE)
                        .detail())
                .contains("the estimate 6")
                .contains("the exact 3");
    }

    @Test
    void aQuantileThatNeverOccurredIsNamed() {
        tenVisits();
        close();
        falsify(QUANTILES, quantiles -> quantiles.put("values", with(quantiles.get("values"), "0.9", "8.5")));
        assertThat(onlyBesideLedger(night.run(), NightFault.FaultKind.APPROXIMATE)
                        .detail())
                .contains("8.5")
                .contains("0.9")
                .contains("never occurred");
        assertThat(rows()).contains(QUANTILES + "[0.9] 8.5 8.5 9 1").contains(QUANTILES + "[0.5] 5 5 5 0");
    }

    @Test
    void aBrokenBoundOfATextAndAForgottenTextAreNamed() {
        tenVisits();
        close();
        falsify(TOP, top -> {
            List<Object> items = new ArrayList<>((List<?>) top.get("items"));
            items.set(0, Map.of("text", "/a", "estimate", whole(9), "lower", whole(9), "upper", whole(9)));
            items.remove(1);
            top.put("items", items);
        });
        NightResult result = night.run();
        assertThat(result.summary().faults())
                .filteredOn(fault -> fault.kind() == NightFault.FaultKind.APPROXIMATE)
                .hasSize(1);
        assertThat(rows()).contains(TOP + "[/a] 9 9 4 1", TOP + "[/b]   3 1", TOP + "[/c] 1 1 1 0");
    }

    @Test
    void honestSketchesOfLargeWindowsAreWithinTheirBounds() {
        manyVisits();
        close();
        NightResult result = night.run();
        assertThat(result.summary().faults()).isEmpty();
        List<ApproximateCounts> counts = result.summary().views().get(0).approximates();
        assertThat(counts).extracting(ApproximateCounts::aggregate).containsExactly(DISTINCT, QUANTILES, TOP);
        assertThat(counts).extracting(ApproximateCounts::results).containsExactly(30L, 120L, 30L);
        assertThat(counts.get(0).largest()).isPositive().isLessThan(0.1);
        assertThat(counts.get(1).bound()).isPositive().isLessThan(0.01);
        assertThat(counts.get(2).beyond()).isZero();
    }

    @Test
    void oneMissIsNoFaultAndManyAre() {
        manyVisits();
        close();
        // 14 ranks off of 1,000: twice the error that the sketch states.
        falsify("12:00:00.000Z/", QUANTILES, ApproximateTest::offByFourteen);
        NightResult one = night.run();
        assertThat(one.summary().faults()).isEmpty();
        assertThat(one.summary().views().get(0).approximates().get(1).beyond()).isPositive();

        falsify("", QUANTILES, ApproximateTest::offByFourteen);
        NightResult all = night.run(java.time.LocalDate.parse("2026-11-22"), java.time.LocalDate.parse("2026-11-22"));
        NightFault fault = only(all, NightFault.FaultKind.APPROXIMATE);
        assertThat(fault.windowStart()).isNull();
        assertThat(fault.object()).contains(QUANTILES).contains("visits");
        assertThat(fault.detail()).contains("30 of 30 results are beyond");
    }

    private static void offByFourteen(Map<String, Object> quantiles) {
        quantiles.put("values", with(quantiles.get("values"), "0.5", "513"));
    }

    /** Thirty minutes of a thousand visits each, values 0 to 999, 900 users and 300 pages a minute. */
    private void manyVisits() {
        for (int minute = 0; minute < 30; minute++) {
            for (int part = 0; part < 2; part++) {
                List<LoggedEvent> events = new ArrayList<>();
                for (int i = part * 500; i < part * 500 + 500; i++) {
                    events.add(TestEvents.event(
                            minute + "-" + i,
                            at(minute * 60),
                            null,
                            at(minute * 60 + 1),
                            Integer.toString(i * 7 % 1000),
                            Map.of("user", minute + "/" + i % 900, "page", "/" + i * i % 300)));
                }
                platform.put(TestEvents.record("phone-" + part, at(minute * 60 + 1), null, events));
            }
        }
    }

    private void falsify(String aggregate, Consumer<Map<String, Object>> change) {
        falsify("", aggregate, change);
    }

    private void falsify(String window, String aggregate, Consumer<Map<String, Object>> change) {
        for (Item pane : platform.items.all(Table.WINDOWS)) {
            if (pane.sk().contains(window)) {
                platform.items.put(Table.WINDOWS, changed(pane, "approx", aggregate, change));
            }
        }
    }

    private static Item changed(Item item, String map, String aggregate, Consumer<Map<String, Object>> change) {
        Map<String, Object> results = new LinkedHashMap<>(item.map(map));
        Map<String, Object> result = new LinkedHashMap<>(new Item(results).map(aggregate));
        change.accept(result);
        results.put(aggregate, result);
        return new Item(new LinkedHashMap<>(item.fields())).with(map, results);
    }

    private static Map<String, Object> with(Object values, String name, String value) {
        Map<String, Object> changed = new LinkedHashMap<>();
        ((Map<?, ?>) values).forEach((key, old) -> changed.put(String.valueOf(key), old));
        changed.put(name, new BigDecimal(value));
        return changed;
    }

    private static BigDecimal whole(long number) {
        return BigDecimal.valueOf(number);
    }

    private static NightFault only(NightResult result, NightFault.FaultKind kind) {
        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(result.summary().faults()).extracting(NightFault::kind).containsExactly(kind);
        return result.summary().faults().get(0);
    }

    private static NightFault onlyBesideLedger(NightResult result, NightFault.FaultKind kind) {
        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(result.summary().faults())
                .extracting(NightFault::kind)
                .containsExactly(kind, NightFault.FaultKind.LEDGER);
        return result.summary().faults().get(0);
    }
}
