package dev.tidemark.local.runtime.mapping;

import static dev.tidemark.local.runtime.mapping.FakeFunction.OK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** What is sent, in which order, and from where after a restart. */
class EventSourceMappingTest extends StreamTest {

    @Test
    void aRecordLooksAsLambdaSendsIt() throws Exception {
        createStream(1);
        put("k1", "héllo");
        FakeFunction function = new FakeFunction(batch -> OK);
        try (EventSourceMapping mapping = start(function)) {
            assertThat(mapping.awaitCaughtUp(SOON)).isTrue();
        }
        JsonNode record = function.records().get(0).json();
        String sequence = record.at("/kinesis/sequenceNumber").asText();
        assertThat(record.get("eventID").asText()).isEqualTo("shardId-000000000000:" + sequence);
        assertThat(record.get("eventSource").asText()).isEqualTo("aws:kinesis");
        assertThat(record.get("eventVersion").asText()).isEqualTo("1.0");
        assertThat(record.get("eventName").asText()).isEqualTo("aws:kinesis:record");
        assertThat(record.get("awsRegion").asText()).isEqualTo("us-east-1");
        assertThat(record.get("eventSourceARN").asText()).isEqualTo(arn());
        assertThat(record.get("invokeIdentityArn").asText()).startsWith("arn:aws:iam::");
        assertThat(record.at("/kinesis/kinesisSchemaVersion").asText()).isEqualTo("1.0");
        assertThat(record.at("/kinesis/partitionKey").asText()).isEqualTo("k1");
        assertThat(record.at("/kinesis/data").asText()).isEqualTo("aMOpbGxv");
        double arrival = record.at("/kinesis/approximateArrivalTimestamp").asDouble();
        assertThat(arrival).isBetween(now() - 60, now() + 1);
        assertThat(function.records().get(0).text()).isEqualTo("héllo");
    }

    @Test
    void everyShardIsReadInOrderWithOneBatchInFlight() throws Exception {
        createStream(3);
        for (int i = 0; i < 30; i++) {
            put("key-" + i % 7, "key-" + i % 7 + "/" + i);
        }
        Set<String> busy = ConcurrentHashMap.newKeySet();
        AtomicBoolean overlapped = new AtomicBoolean();
        FakeFunction function = new FakeFunction(batch -> {
            String shard = batch.get(0).shard();
            overlapped.compareAndSet(false, !busy.add(shard));
            sleep(10);
            busy.remove(shard);
            return OK;
        });
        try (EventSourceMapping mapping = start(function, spec -> spec.withBatchSize(2))) {
            assertThat(mapping.awaitCaughtUp(SOON)).isTrue();
            assertThat(mapping.stats().records()).isEqualTo(30);
        }
        assertThat(overlapped).isFalse();
        assertThat(function.batches()).allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(2));
        for (int key = 0; key < 7; key++) {
            String prefix = "key-" + key + "/";
            List<Integer> order = function.records().stream()
                    .map(FakeFunction.Seen::text)
                    .filter(text -> text.startsWith(prefix))
                    .map(text -> Integer.parseInt(text.substring(prefix.length())))
                    .toList();
            assertThat(order).isSorted().doesNotHaveDuplicates().isNotEmpty();
        }
    }

    @Test
    void aRestartGoesOnAfterTheLastRecordThatWasDone() throws Exception {
        createStream(1);
        putAll("a", "b", "c");
        FakeFunction stuckAtC = new FakeFunction(batch -> batch.stream()
                .filter(seen -> seen.text().equals("c"))
                .findFirst()
                .map(FakeFunction::failedFrom)
                .orElse(OK));
        try (EventSourceMapping mapping = start(stuckAtC)) {
            while (mapping.stats().retries() < 1) {
                Thread.sleep(5);
            }
            assertThat(mapping.caughtUp()).isFalse();
            assertThat(mapping.stats().shards().values()).allSatisfy(position -> {
                assertThat(position.oldestWaiting()).isNotNull();
                assertThat(position.problem()).contains("failed record");
            });
        }
        putAll("d");
        FakeFunction well = new FakeFunction(batch -> OK);
        try (EventSourceMapping mapping = start(well)) {
            assertThat(mapping.awaitCaughtUp(SOON)).isTrue();
        }
        assertThat(well.records()).extracting(FakeFunction.Seen::text).containsExactly("c", "d");
    }

    @Test
    void batchesAreCutWhereAskedAndOneThatHadSucceededComesAgainWithWhatFollows() throws Exception {
        createStream(1);
        putAll("a", "b", "c", "d");
        AtomicBoolean first = new AtomicBoolean(true);
        Cutting cutting = new Cutting() {
            @Override
            public int mostRecords(String mapping, String shardId, int batchSize) {
                return first.get() ? 2 : 3;
            }

            @Override
            public boolean again(String mapping, String shardId) {
                return first.getAndSet(false);
            }
        };
        FakeFunction function = new FakeFunction(batch -> OK);
        try (EventSourceMapping mapping = start(function, cutting)) {
            assertThat(mapping.awaitCaughtUp(SOON)).isTrue();
        }
        assertThat(function.batches()).containsExactly(List.of("a", "b"), List.of("a", "b", "c"), List.of("d"));
    }

    @Test
    void childrenOfASplitAndOfAMergeAreReadAfterTheirParents() throws Exception {
        createStream(1);
        putAll("p1", "p2");
        KinesisClient kinesis = emulators.kinesis();
        kinesis.splitShard(split -> split.streamName(stream)
                .shardToSplit("shardId-000000000000")
                .newStartingHashKey("170141183460469231731687303715884105728"));
        awaitActive();
        for (int i = 0; i < 8; i++) {
            put("key-" + i, "c" + i);
        }
        CountDownLatch childrenPut = new CountDownLatch(1);
        FakeFunction function = new FakeFunction(batch -> {
            if (batch.get(0).text().equals("p1")) {
                sleep(300);
                childrenPut.countDown();
            }
            return OK;
        });
        try (EventSourceMapping mapping = start(function, spec -> spec.withBatchSize(1))) {
            childrenPut.await();
            assertThat(mapping.awaitCaughtUp(SOON)).isTrue();
            assertThat(function.batches().subList(0, 2)).containsExactly(List.of("p1"), List.of("p2"));
            kinesis.mergeShards(merge -> merge.streamName(stream)
                    .shardToMerge("shardId-000000000001")
                    .adjacentShardToMerge("shardId-000000000002"));
            awaitActive();
            put("key", "grandchild");
            assertThat(mapping.awaitCaughtUp(SOON)).isTrue();
            assertThat(mapping.stats().shards().get("shardId-000000000000").ended())
                    .isTrue();
        }
        assertThat(function.records()).hasSize(11);
        assertThat(function.records().get(10).text()).isEqualTo("grandchild");
        assertThat(function.records().get(10).shard()).isEqualTo("shardId-000000000003");

        FakeFunction again = new FakeFunction(batch -> OK);
        try (EventSourceMapping mapping = start(again)) {
            assertThat(mapping.awaitCaughtUp(SOON)).isTrue();
        }
        assertThat(again.records())
                .as("ended shards stay ended after a restart")
                .isEmpty();
    }

    @Test
    void aBatchStaysBelowLambdasPayload() throws Exception {
        createStream(1);
        String large = "x".repeat(900_000);
        for (int i = 0; i < 7; i++) {
            put("key", large);
        }
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        FakeFunction function = new FakeFunction(batch -> {
            sizes.add(batch.size());
            return OK;
        });
        try (EventSourceMapping mapping = start(function, spec -> spec.withBatchSize(10_000))) {
            assertThat(mapping.awaitCaughtUp(SOON)).isTrue();
        }
        assertThat(sizes).as("1.2 MB each in base64").containsExactly(5, 2);
    }

    @Test
    void aBatchingWindowGathersWhatComesWithinIt() throws Exception {
        createStream(1);
        FakeFunction function = new FakeFunction(batch -> OK);
        try (EventSourceMapping mapping = start(function, spec -> spec.withBatchingWindow(Duration.ofMillis(1_500)))) {
            assertThat(mapping.awaitCaughtUp(SOON)).isTrue();
            putAll("a");
            Thread.sleep(200);
            putAll("b");
            assertThat(mapping.awaitCaughtUp(SOON)).isTrue();
        }
        assertThat(function.batches()).containsExactly(List.of("a", "b"));
    }

    @Test
    void aPausedMappingLagsAndCatchesUp() throws Exception {
        createStream(1);
        FakeFunction function = new FakeFunction(batch -> OK);
        try (EventSourceMapping mapping = start(function)) {
            assertThat(mapping.awaitCaughtUp(SOON)).isTrue();
            mapping.pause();
            putAll("a");
            assertThat(mapping.awaitCaughtUp(Duration.ofMillis(400))).isFalse();
            assertThat(function.batches()).isEmpty();
            mapping.resume();
            assertThat(mapping.awaitCaughtUp(SOON)).isTrue();
        }
        assertThat(function.batches()).containsExactly(List.of("a"));
    }

    private static double now() {
        return System.currentTimeMillis() / 1000.0;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
