package dev.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.event.TimeQuality;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.platform.HashKeyRange;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.FormatItem;
import dev.tidemark.window.exactlyonce.ShardHead;
import dev.tidemark.window.tick.TickReport;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.model.Record;

/** The handlers' services against the emulators of DynamoDB, S3 and Kinesis. */
class WindowHandlerTest {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final String VIEWS = """
            watermark: {outOfOrderness: PT5S, heartbeatEvery: PT1M, idleBound: PT10S, requestLifetime: PT2S}
            deduplicateFor: PT1H
            views:
              - name: per-device
                key: deviceId
                window: {fixed: PT1M}
                aggregates: [count, sum]
                allowedLateness: PT1M
                latePaneEvery: PT1M
            """;

    @Test
    void aBatchThatIsDeliveredAgainAndCutAnewChangesNothing() {
        try (Emulated platform = platform(1)) {
            String shard = put(platform, 20);
            List<Record> all = platform.next(shard, 100);
            platform.deliver(shard, all.subList(0, 8));
            platform.deliver(shard, all.subList(3, 12));
            platform.restartInstance();
            platform.deliver(shard, all.subList(0, 20));
            List<Map<String, AttributeValue>> cells = platform.items(Table.CELLS);

            platform.restartInstance();
            platform.deliver(shard, all);

            assertThat(platform.items(Table.CELLS)).isEqualTo(cells);
            assertThat(total(platform)).isEqualTo(20);
            assertThat(platform.journal.head(shard).orElseThrow().counts().events())
                    .isEqualTo(20);
        }
    }

    @Test
    void aSecondPassOverTheSameEventsCountsThemAsDuplicates() {
        try (Emulated platform = platform(1)) {
            String shard = put(platform, 10);
            put(platform, 10);
            platform.deliverAll(7);

            ShardHead head = platform.journal.head(shard).orElseThrow();
            assertThat(total(platform)).isEqualTo(10);
            assertThat(head.counts().events()).isEqualTo(20);
            assertThat(head.counts().duplicates()).isEqualTo(10);
        }
    }

    @Test
    void aRecordThatIsNoEnvelopeGoesToQuarantineAndItsShardGoesOn() {
        try (Emulated platform = platform(1)) {
            put(platform, 1);
            String shard = platform.put("x", null, "no envelope\n".getBytes(StandardCharsets.UTF_8));
            put(platform, 3);

            platform.deliverAll(100);

            ShardHead head = platform.journal.head(shard).orElseThrow();
            assertThat(head.counts().quarantined()).isEqualTo(1);
            assertThat(total(platform)).isEqualTo(3);
            String prefix = "quarantine/" + shard + "/";
            assertThat(Emulated.emulators()
                            .s3()
                            .listObjectsV2(request ->
                                    request.bucket(platform.names.bucket()).prefix(prefix))
                            .contents())
                    .singleElement()
                    .satisfies(object -> assertThat(Emulated.emulators()
                                    .s3()
                                    .getObjectAsBytes(request -> request.bucket(platform.names.bucket())
                                            .key(object.key()))
                                    .asUtf8String())
                            .contains("\"reason\":\"not JSON")
                            .contains("\"data\":\"bm8gZW52ZWxvcGUK\""));
        }
    }

    @Test
    void aDeletedCellIsNeverFilledUpSilently() {
        try (Emulated platform = platform(1)) {
            String shard = put(platform, 5);
            platform.deliverAll(100);
            Map<String, AttributeValue> cell = platform.items(Table.CELLS).get(0);
            Emulated.emulators().dynamoDb().deleteItem(request -> request.tableName(platform.names.table(Table.CELLS))
                    .key(Map.of("pk", cell.get("pk"), "sk", cell.get("sk"))));

            put(platform, 8);
            platform.deliverAll(100);

            assertThat(platform.journal.head(shard).orElseThrow().counts().events())
                    .isEqualTo(13);
            // The deleted cell held one event, and what comes after does not bring it back.
            assertThat(total(platform)).isEqualTo(7);
        }
    }

    @Test
    void childrenOfASplitAndOfAMergeGoOnWhereTheirParentsEnded() {
        try (Emulated platform = platform(1)) {
            put(platform, 12);
            String parent = platform.shards.shards().get(0).id();
            split(platform, parent);
            put(platform, 24);
            platform.deliverAll(5);

            List<ShardHead> children = platform.journal.heads().stream()
                    .filter(head -> head.parents().contains(parent))
                    .toList();
            assertThat(children).hasSize(2);
            assertThat(platform.journal.head(parent).orElseThrow().ended()).isTrue();
            assertThat(total(platform)).isEqualTo(24);

            Emulated.emulators().kinesis().mergeShards(request -> request.streamName(platform.names.stream())
                    .shardToMerge(children.get(0).shardId())
                    .adjacentShardToMerge(children.get(1).shardId()));
            awaitActive(platform);
            put(platform, 36);
            platform.restartInstance();
            platform.deliverAll(5);

            assertThat(total(platform)).isEqualTo(36);
            assertThat(platform.journal.heads())
                    .filteredOn(head -> !head.ended())
                    .singleElement()
                    .satisfies(head -> assertThat(head.counts().duplicates()).isEqualTo(24));
        }
    }

    @Test
    void aChildIsNotReadBeforeItsParentsEnd() {
        try (Emulated platform = platform(1)) {
            put(platform, 3);
            String parent = platform.shards.shards().get(0).id();
            split(platform, parent);
            put(platform, 6);
            String child = platform.shards.shards().stream()
                    .map(shard -> shard.id())
                    .filter(id -> !id.equals(parent) && !platform.next(id, 10).isEmpty())
                    .findFirst()
                    .orElseThrow();
            List<Record> records = platform.next(child, 10);

            var response = platform.deliver(child, records);

            assertThat(response.getBatchItemFailures()).singleElement().satisfies(failure -> assertThat(
                            failure.getItemIdentifier())
                    .isEqualTo(records.get(0).sequenceNumber()));
            assertThat(platform.journal.head(child)).isEmpty();
        }
    }

    @Test
    void heartbeatsReachEveryOpenShardAndCloseIdleWindows() {
        Instant later = START.plusSeconds(600);
        try (Emulated platform = new Emulated(3, VIEWS, Clock.fixed(later, ZoneOffset.UTC))) {
            put(platform, 6);
            platform.deliverAll(100);
            assertThat(platform.items(Table.WINDOWS)).isEmpty();

            TickReport first = platform.tick(false).run();
            platform.deliverAll(100);
            TickReport second = platform.tick(false).run();

            assertThat(first.openShards()).isEqualTo(3);
            assertThat(first.missedHeartbeats()).isZero();
            assertThat(platform.journal.heads())
                    .hasSize(3)
                    .allSatisfy(head -> assertThat(head.time().clock()).isEqualTo(later.toEpochMilli()));
            assertThat(second.global().event()).isEqualTo(later.minusSeconds(10).toEpochMilli());
            assertThat(second.global().received())
                    .isEqualTo(later.minusSeconds(2).toEpochMilli());
            assertThat(platform.publishing.published(TimeDomain.EVENT))
                    .isEqualTo(later.minusSeconds(10).toEpochMilli());
            assertThat(platform.items(Table.WINDOWS)).isNotEmpty();
        }
    }

    @Test
    void aShardWithoutAHeadHoldsTheGlobalWatermark() {
        try (Emulated platform = platform(2)) {
            put(platform, 40);
            platform.putControl(new LogRecord.Watermark(START.plusSeconds(3600).toEpochMilli()));
            String one = platform.shards.shards().get(0).id();
            platform.deliver(one, platform.next(one, 1000));

            assertThatCode(() -> platform.closing.everything()).doesNotThrowAnyException();
            assertThat(platform.items(Table.WINDOWS)).isEmpty();

            platform.deliverAll(1000);
            assertThat(platform.items(Table.WINDOWS)).isNotEmpty();
        }
    }

    @Test
    void aStoreThatFailsIsAnsweredWithTheFirstUnprocessedRecord() {
        try (Emulated platform = platform(1)) {
            String shard = put(platform, 4);
            List<Record> records = platform.next(shard, 10);
            platform.deliver(shard, records.subList(0, 2));
            Emulated.emulators()
                    .dynamoDb()
                    .deleteTable(request -> request.tableName(platform.names.table(Table.CELLS)));

            var response = platform.deliver(shard, records);

            assertThat(response.getBatchItemFailures()).singleElement().satisfies(failure -> assertThat(
                            failure.getItemIdentifier())
                    .isEqualTo(records.get(2).sequenceNumber()));
            assertThat(platform.journal.head(shard).orElseThrow().sequence())
                    .isEqualTo(Sequence.pad(records.get(1).sequenceNumber()));
        }
    }

    @Test
    void newTablesGetTheFormatOfThisRelease() {
        try (Emulated platform = platform(1)) {
            put(platform, 1);
            platform.deliverAll(10);
            assertThat(platform.items(Table.JOURNAL))
                    .filteredOn(item -> "format".equals(item.get("pk").s()))
                    .containsExactly(FormatItem.CURRENT.attributes());
        }
    }

    @Test
    void tablesOfAnotherFormatAreRefusedAndLeftAsTheyAre() {
        try (Emulated platform = platform(1)) {
            String shard = put(platform, 1);
            Emulated.emulators().dynamoDb().putItem(request -> request.tableName(platform.names.table(Table.JOURNAL))
                    .item(new FormatItem(FormatItem.VERSION + 1).attributes()));

            assertThatThrownBy(() -> platform.deliver(shard, platform.next(shard, 10)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the journal is written in format 3, and this release reads and writes format 2: "
                            + "it needs a newer release");
            assertThat(platform.items(Table.JOURNAL)).hasSize(1);
            assertThat(platform.items(Table.CELLS)).isEmpty();
        }
    }

    @Test
    void tablesInUseThatDoNotSayTheirFormatAreOfTheFirst() {
        try (Emulated platform = platform(1)) {
            String shard = put(platform, 1);
            Emulated.emulators().dynamoDb().deleteItem(request -> request.tableName(platform.names.table(Table.JOURNAL))
                    .key(FormatItem.key().attributes()));
            platform.journal.open(ShardHead.initial(shard, HashKeyRange.ALL, ""));

            assertThatThrownBy(() -> platform.deliver(shard, platform.next(shard, 10)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("the journal is written in format 1, and this release");
            assertThat(platform.items(Table.JOURNAL)).hasSize(1);
        }
    }

    private static Emulated platform(int shards) {
        return new Emulated(shards, VIEWS, Clock.fixed(START, ZoneOffset.UTC));
    }

    /** Events 0 to n − 1 of six devices, one a second, each in a record of its own; answers the last one's shard. */
    private static String put(Emulated platform, int n) {
        List<String> shards = new ArrayList<>();
        IntStream.range(0, n).forEach(i -> {
            long time = START.plusSeconds(i).toEpochMilli();
            LoggedEvent event = new LoggedEvent(
                    "e" + i, "t", null, new EventTime(time, TimeQuality.UNCORRECTED), Micros.parse("1.5"), Map.of());
            shards.add(platform.put(new LogRecord.Events(
                    "device-" + i % 6,
                    time,
                    "r",
                    List.of(new LoggedEnvelope(null, null, ClockOffset.none(), List.of(event))))));
        });
        return shards.get(shards.size() - 1);
    }

    private static long total(Emulated platform) {
        return platform.items(Table.CELLS).stream()
                .mapToLong(item -> Long.parseLong(item.get("count").n()))
                .sum();
    }

    private static void split(Emulated platform, String shard) {
        Emulated.emulators().kinesis().splitShard(request -> request.streamName(platform.names.stream())
                .shardToSplit(shard)
                .newStartingHashKey("170141183460469231731687303715884105728"));
        awaitActive(platform);
    }

    private static void awaitActive(Emulated platform) {
        Emulated.emulators()
                .kinesis()
                .waiter()
                .waitUntilStreamExists(
                        request -> request.streamName(platform.names.stream()),
                        waiter -> waiter.backoffStrategyV2(attempt -> java.time.Duration.ofMillis(30)));
    }
}
