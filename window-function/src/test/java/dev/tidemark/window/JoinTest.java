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
import dev.tidemark.domain.fold.Unmatched;
import dev.tidemark.platform.Table;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Joins against the emulators: halves in their table, another instance going on, shards that split and merge. */
class JoinTest {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT10M, heartbeatEvery: PT1M, idleBound: PT10M, requestLifetime: PT2S}
            deduplicateFor: PT1H
            views:
              - name: clicked
                join: {left: impression, right: click, on: attributes.ad, within: PT10M}
                key: attributes.campaign
                window: {fixed: PT1M}
                aggregates: [count, sum]
            """;

    @Test
    void aHalfThatAnotherInstanceStoredIsFound() {
        try (Emulated platform = new Emulated(1, VIEWS, Clock.fixed(START, ZoneOffset.UTC))) {
            put(platform, "d", 0, "impression", "1", Map.of("ad", "a1", "campaign", "c1"));
            platform.deliverAll(10);
            assertThat(platform.items(Table.JOINS)).singleElement().satisfies(item -> {
                assertThat(item.get("pk").s()).startsWith(view(platform) + "#shardId-");
                assertThat(item.get("sk").s())
                        .startsWith("2026-01-01T12:00:00.000Z#")
                        .endsWith("#0000");
                assertThat(item.get("side").s()).isEqualTo("left");
                assertThat(item.get("device").s()).isEqualTo("d");
                assertThat(item.get("on").s()).isEqualTo("a1");
                assertThat(item.get("value").n()).isEqualTo("1");
                assertThat(item).doesNotContainKey("wm");
                assertThat(item.get("attributes").m().get("campaign").s()).isEqualTo("c1");
            });

            platform.restartInstance();
            put(platform, "d", 60, "click", "2.5", Map.of("ad", "a1"));
            platform.deliverAll(10);

            assertThat(platform.items(Table.CELLS)).singleElement().satisfies(cell -> {
                assertThat(cell.get("pk").s()).contains("#2026-01-01T12:01:00.000Z#");
                assertThat(cell.get("sk").s()).endsWith("#c1");
                assertThat(cell.get("count").n()).isEqualTo("1");
                assertThat(cell.get("sum").n()).isEqualTo("2.5");
            });
        }
    }

    @Test
    void childrenTakeOverTheHalvesOfTheirDevicesAndEachIsCountedOnce() {
        try (Emulated platform = new Emulated(1, VIEWS, Clock.fixed(START, ZoneOffset.UTC))) {
            for (int device = 0; device < 8; device++) {
                put(platform, "device-" + device, device, "impression", "1", Map.of("ad", "a", "campaign", "c"));
            }
            platform.deliverAll(3);
            String parent = platform.shards.shards().get(0).id();
            Emulated.emulators().kinesis().splitShard(request -> request.streamName(platform.names.stream())
                    .shardToSplit(parent)
                    .newStartingHashKey("170141183460469231731687303715884105728"));
            awaitActive(platform);
            for (int device = 0; device < 4; device++) {
                put(platform, "device-" + device, 20 + device, "click", "1", Map.of("ad", "a"));
            }
            platform.restartInstance();
            platform.deliverAll(3);
            assertThat(pairs(platform)).isEqualTo(4);

            List<String> children = platform.journal.heads().stream()
                    .filter(head -> !head.ended())
                    .map(head -> head.shardId())
                    .toList();
            Emulated.emulators().kinesis().mergeShards(request -> request.streamName(platform.names.stream())
                    .shardToMerge(children.get(0))
                    .adjacentShardToMerge(children.get(1)));
            awaitActive(platform);
            put(platform, "device-4", 40, "click", "1", Map.of("ad", "a"));
            put(platform, "device-5", 41, "click", "1", Map.of("ad", "b"));
            platform.restartInstance();
            platform.deliverAll(3);
            assertThat(pairs(platform)).isEqualTo(5);

            platform.putControl(new LogRecord.Watermark(START.plusSeconds(3600).toEpochMilli()));
            platform.deliverAll(3);

            // The impressions of devices 5, 6 and 7, and the click on another ad.
            assertThat(platform.tick(true).run().unmatched())
                    .containsExactly(Map.entry(view(platform), new Unmatched(3, 1)));
            assertThat(platform.items(Table.WINDOWS).stream()
                            .mapToLong(item -> Long.parseLong(item.get("count").n()))
                            .sum())
                    .isEqualTo(5);
        }
    }

    @Test
    void whatTheMappingDeliversAgainPairsNothingTwice() {
        try (Emulated platform = new Emulated(1, VIEWS, Clock.fixed(START, ZoneOffset.UTC))) {
            put(platform, "d", 0, "impression", "1", Map.of("ad", "a", "campaign", "c"));
            put(platform, "d", 1, "click", "1", Map.of("ad", "a"));
            put(platform, "d", 2, "click", "1", Map.of("ad", "a"));
            String shard = platform.shards.shards().get(0).id();
            var records = platform.next(shard, 10);

            platform.deliver(shard, records.subList(0, 2));
            List<Map<String, AttributeValue>> halves = platform.items(Table.JOINS);
            platform.deliver(shard, records.subList(0, 2));
            platform.restartInstance();
            platform.deliver(shard, records);

            assertThat(halves).hasSize(2);
            assertThat(platform.items(Table.JOINS)).hasSize(3).containsAll(halves);
            assertThat(pairs(platform)).isEqualTo(2);
        }
    }

    private static String view(Emulated platform) {
        return platform.versions.deployed().named("clicked").orElseThrow().id();
    }

    private static long pairs(Emulated platform) {
        return platform.items(Table.CELLS).stream()
                .mapToLong(item -> Long.parseLong(item.get("count").n()))
                .sum();
    }

    private static void put(
            Emulated platform, String device, int second, String type, String value, Map<String, String> attributes) {
        long time = START.plusSeconds(second).toEpochMilli();
        Map<String, Attribute> texts = new java.util.HashMap<>();
        attributes.forEach((name, text) -> texts.put(name, Attribute.string(text)));
        LoggedEvent event = new LoggedEvent(
                type + second, type, null, new EventTime(time, TimeQuality.UNCORRECTED), Micros.parse(value), texts);
        platform.put(new LogRecord.Events(
                device, time, "r", List.of(new LoggedEnvelope(null, null, ClockOffset.none(), List.of(event)))));
    }

    private static void awaitActive(Emulated platform) {
        Emulated.emulators()
                .kinesis()
                .waiter()
                .waitUntilStreamExists(
                        request -> request.streamName(platform.names.stream()),
                        waiter -> waiter.backoffStrategyV2(attempt -> Duration.ofMillis(30)));
    }
}
