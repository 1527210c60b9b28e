package dev.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.TimeQuality;
import dev.tidemark.platform.Table;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Sketches in the tables: cells of two shards, and the panes that are merged from them. */
class ApproximateAggregatesTest {

    private static final long START = Instant.parse("2026-01-01T12:00:00Z").toEpochMilli();
    private static final String VIEWS = """
            watermark: {outOfOrderness: PT2H, heartbeatEvery: PT1M, idleBound: PT2H, requestLifetime: PT2S}
            deduplicateFor: PT1H
            views:
              - name: pages
                key: none
                window: {fixed: PT1H}
                aggregates: [count, {distinct: deviceId}, {quantiles: value}, {top: attributes.page}, {distinct: attributes.none}]
            """;

    /** 120 events of 60 devices, with the values 1 to 120; page p0 sixty times, p1 forty times, p2 twenty times. */
    @Test
    void panesSayWhatTheCellsOfAllShardsHoldTogether() {
        try (Emulated platform = platform()) {
            for (int i = 0; i < 120; i++) {
                platform.put(
                        record("device-" + i % 60, event("e" + i, i + 1, i % 6 < 3 ? "p0" : i % 6 < 5 ? "p1" : "p2")));
            }
            platform.deliverAll(50);
            platform.putControl(new LogRecord.Watermark(START + 3_600_000));
            platform.deliverAll(50);

            assertThat(platform.items(Table.CELLS)).hasSize(2).allSatisfy(cell -> {
                assertThat(cell.get("sketches").m())
                        .containsOnlyKeys("distinct(deviceId)", "quantiles(value)", "top(attributes.page)");
                cell.get("sketches").m().values().forEach(sketch -> {
                    assertThat(sketch.m().get("n")).isEqualTo(cell.get("count"));
                    assertThat(sketch.m().get("bytes").b()).isNotNull();
                });
            });
            assertThat(platform.items(Table.WINDOWS)).singleElement().satisfies(pane -> {
                Map<String, AttributeValue> approx = pane.get("approx").m();
                assertThat(approx.get("distinct(deviceId)"))
                        .isEqualTo(map(Map.of("n", n(120), "estimate", n(60), "lower", n(60), "upper", n(60))));
                assertThat(approx.get("quantiles(value)"))
                        .isEqualTo(map(Map.of(
                                "n",
                                n(120),
                                "error",
                                n(0),
                                "values",
                                map(Map.of("0.5", n(60), "0.9", n(108), "0.95", n(114), "0.99", n(119))))));
                assertThat(approx.get("top(attributes.page)"))
                        .isEqualTo(map(Map.of(
                                "n",
                                n(120),
                                "error",
                                n(0),
                                "items",
                                AttributeValue.fromL(List.of(item("p0", 60), item("p1", 40), item("p2", 20))))));
                assertThat(approx.get("distinct(attributes.none)"))
                        .isEqualTo(map(Map.of("n", n(0), "estimate", n(0), "lower", n(0), "upper", n(0))));
                assertThat(pane.get("delta").m()).doesNotContainKey("sketches");
                assertThat(pane).doesNotContainKey("sketches");
            });
        }
    }

    /** An instance that remembers nothing meets cells that hold some of what it is given. */
    @Test
    void aBatchThatIsDeliveredAgainAndCutAnewIsInNoSketchTwice() {
        try (Emulated platform = platform()) {
            for (int i = 0; i < 40; i++) {
                platform.put(record("one-device", event("e" + i, i, "p" + i % 4)));
            }
            String shard = platform.put(record("one-device", event("last", 40, "p0")));
            List<Record> all = platform.next(shard, 100);

            platform.deliver(shard, all.subList(0, 17));
            platform.restartInstance();
            platform.deliver(shard, all.subList(5, 30));
            platform.restartInstance();
            platform.deliver(shard, all);
            platform.deliver(shard, all.subList(20, 41));

            assertThat(platform.items(Table.CELLS)).singleElement().satisfies(cell -> assertThat(
                            cell.get("sketches").m().values())
                    .extracting(sketch -> sketch.m().get("n"))
                    .containsOnly(n(41)));
        }
    }

    /** 192 texts of 512 bytes fill every counter; values and devices come on top. */
    @Test
    void theLargestCellIsTakenByTheTable() {
        try (Emulated platform = platform()) {
            IntStream.range(0, 200)
                    .forEach(i -> platform.put(
                            record("one-device", event("e" + i, i, "%03d".formatted(i % 192) + "x".repeat(509)))));

            platform.deliverAll(100);

            assertThat(platform.items(Table.CELLS)).singleElement().satisfies(cell -> {
                Map<String, AttributeValue> top =
                        cell.get("sketches").m().get("top(attributes.page)").m();
                assertThat(top.get("n")).isEqualTo(n(200));
                assertThat(top.get("bytes").b().asByteArrayUnsafe()).hasSize(32 + 192 * (8 + 4 + 512));
            });
        }
    }

    private static Emulated platform() {
        return new Emulated(2, VIEWS, Clock.fixed(Instant.ofEpochMilli(START), ZoneOffset.UTC));
    }

    private static LoggedEvent event(String id, int value, String page) {
        return new LoggedEvent(
                id,
                "t",
                null,
                new EventTime(START + 1_000, TimeQuality.UNCORRECTED),
                Micros.parse(Integer.toString(value)),
                Map.of("page", Attribute.string(page)));
    }

    private static LogRecord.Events record(String device, LoggedEvent event) {
        return new LogRecord.Events(
                device,
                START + 2_000,
                "r",
                List.of(new LoggedEnvelope(null, null, ClockOffset.none(), List.of(event))));
    }

    private static AttributeValue item(String text, long occurrences) {
        return map(Map.of(
                "text",
                AttributeValue.fromS(text),
                "estimate",
                n(occurrences),
                "lower",
                n(occurrences),
                "upper",
                n(occurrences)));
    }

    private static AttributeValue map(Map<String, AttributeValue> fields) {
        return AttributeValue.fromM(fields);
    }

    private static AttributeValue n(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }
}
