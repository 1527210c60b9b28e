package dev.tidemark.local.mapping;

import static dev.tidemark.local.mapping.FakeFunction.ERROR;
import static dev.tidemark.local.mapping.FakeFunction.OK;
import static dev.tidemark.local.mapping.FakeFunction.returned;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.local.emulator.Emulator;
import dev.tidemark.local.emulator.Emulators;
import dev.tidemark.local.lambda.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Against the Kinesis and S3 emulators, with a function that is a few lines of the test. */
class EventSourceMappingTest {

    private static final AtomicInteger STREAMS = new AtomicInteger();
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String BUCKET = "failed";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path data;

    private static Emulators emulators;

    @TempDir
    private Path checkpoints;

    private String stream;

    @BeforeAll
    static void startEmulators() {
        emulators = Emulators.start(data, EnumSet.of(Emulator.KINESIS, Emulator.S3));
        emulators.s3().createBucket(create -> create.bucket(BUCKET));
    }

    @AfterAll
    static void stopEmulators() {
        emulators.close();
    }

    @BeforeEach
    void nameStream() {
        stream = "stream-" + STREAMS.incrementAndGet();
    }

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
    void afterAReportEverythingFromTheLowestRecordOnIsSentAgain() throws Exception {
        createStream(1);
        putAll("a", "b", "c", "d", "e");
        AtomicInteger calls = new AtomicInteger();
        FakeFunction function = new FakeFunction(batch -> {
            if (calls.getAndIncrement() > 0) {
                return OK;
            }
            return returned("{\"batchItemFailures\":[{\"itemIdentifier\":\""
                    + batch.get(3).sequence() + "\"},{\"itemIdentifier\":\""
                    + batch.get(1).sequence() + "\"}]}");
        });
        try (EventSourceMapping mapping = start(function)) {
            assertThat(mapping.awaitCaughtUp(SOON)).isTrue();
            assertThat(mapping.stats().retries()).isEqualTo(1);
            assertThat(mapping.stats().records()).isEqualTo(5);
        }
        assertThat(function.batches()).containsExactly(List.of("a", "b", "c", "d", "e"), List.of("b", "c", "d", "e"));
    }

    @Test
    void answersThatMeanSuccessAndAnswersThatMeanFailure() {
        List<PolledRecord> batch = IntStream.range(0, 3)
                .mapToObj(i -> new PolledRecord("10" + i, Instant.EPOCH, new byte[0]))
                .toList();
        for (String success : List.of(
                "",
                "null",
                "{}",
                "{\"batchItemFailures\":null}",
                "{\"batchItemFailures\":[]}",
                "\"fine\"",
                "{\"x\":1}")) {
            assertThat(firstFailed(success, batch)).as(success).isEqualTo(3);
        }
        for (String failure : List.of(
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
                "{\"batchItemFailures\":[{\"id\":\"101\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"999\"}]}",
                "{\"batchItemFailures\":{}}",
                "{not json")) {
            assertThat(firstFailed(failure, batch)).as(failure).isEqualTo(BatchAnswer.FAILED);
        }
        assertThat(firstFailed("{\"batchItemFailures\":[{\"itemIdentifier\":\"101\"}]}", batch))
                .isEqualTo(1);
    }

    @Test
    void aFailedBatchIsHalvedUntilTheBadRecordIsAloneAndNothingOvertakesIt() throws Exception {
        createStream(1);
        putAll("a", "b", "c", "bad", "e");
        AtomicInteger aloneAndBad = new AtomicInteger();
        FakeFunction function = new FakeFunction(batch -> {
            boolean bad = batch.stream().anyMatch(seen -> seen.text().equals("bad"));
            boolean healed = batch.size() == 1 && bad && aloneAndBad.incrementAndGet() > 2;
            return bad && !healed ? ERROR : OK;
        });
        try (EventSourceMapping mapping = start(function)) {
            assertThat(mapping.awaitCaughtUp(SOON)).isTrue();
            assertThat(mapping.stats().records()).isEqualTo(5);
        }
        assertThat(function.batches())
                .containsExactly(
                        List.of("a", "b", "c", "bad", "e"),
                        List.of("a", "b"),
                        List.of("c", "bad", "e"),
                        List.of("c"),
                        List.of("bad", "e"),
                        List.of("bad"),
                        List.of("bad"),
                        List.of("bad"),
                        List.of("e"));
    }

    @Test
    void withoutBisectingTheWholeBatchIsTriedAgain() throws Exception {
        createStream(1);
        putAll("a", "b");
        AtomicInteger calls = new AtomicInteger();
        FakeFunction function = new FakeFunction(batch -> calls.incrementAndGet() < 3 ? ERROR : OK);
        try (EventSourceMapping mapping = start(function, spec -> spec.withBisect(false))) {
            assertThat(mapping.awaitCaughtUp(SOON)).isTrue();
        }
        assertThat(function.batches()).containsExactly(List.of("a", "b"), List.of("a", "b"), List.of("a", "b"));
    }

    @Test
    void aBatchThatIsGivenUpIsDescribedInTheBucketAndTheShardGoesOn() throws Exception {
        createStream(1);
        putAll("good", "bad", "fine");
        FakeFunction function = new FakeFunction(
                batch -> batch.stream().anyMatch(seen -> seen.text().equals("bad")) ? ERROR : OK);
        try (EventSourceMapping mapping = start(function, spec -> spec.withGivingUp(1, null, BUCKET))) {
            assertThat(mapping.awaitCaughtUp(SOON)).isTrue();
            assertThat(mapping.stats().givenUp()).isEqualTo(1);
            assertThat(mapping.stats().records()).isEqualTo(2);
        }
        assertThat(function.batches().stream().filter(List.of("bad")::equals))
                .as("tried once and once again")
                .hasSize(2);
        List<S3Object> objects =
                emulators.s3().listObjectsV2(list -> list.bucket(BUCKET)).contents();
        assertThat(objects).hasSize(1);
        assertThat(objects.get(0).key())
                .matches("aws/lambda/[0-9a-f-]{36}/shardId-000000000000/\\d{4}/\\d{2}/\\d{2}/"
                        + "\\d{4}-\\d{2}-\\d{2}T\\d{2}\\.\\d{2}\\.\\d{2}-[0-9a-f-]{36}");
        JsonNode document = JSON.readTree(emulators
                .s3()
                .getObjectAsBytes(get -> get.bucket(BUCKET).key(objects.get(0).key()))
                .asByteArray());
        assertThat(document.at("/requestContext/condition").asText()).isEqualTo("RetryAttemptsExhausted");
        assertThat(document.at("/KinesisBatchInfo/batchSize").asInt()).isEqualTo(1);
        assertThat(document.at("/KinesisBatchInfo/shardId").asText()).isEqualTo("shardId-000000000000");
        JsonNode payload = JSON.readTree(document.get("payload").asText());
        assertThat(payload.at("/Records/0/kinesis/data").asText()).isEqualTo("YmFk");
    }

    @Test
    void recordsThatAreTooOldAreGivenUp() throws Exception {
        createStream(1);
        putAll("old", "older");
        Clock tomorrow = Clock.offset(Clock.system(ZoneOffset.UTC), Duration.ofDays(1));
        FakeFunction function = new FakeFunction(batch -> OK);
        MappingSpec spec = spec().withGivingUp(-1, Duration.ofHours(1), null);
        try (EventSourceMapping mapping = start(function, spec, tomorrow)) {
            assertThat(mapping.awaitCaughtUp(SOON)).isTrue();
            assertThat(mapping.stats().givenUp()).isEqualTo(2);
        }
        assertThat(function.batches()).isEmpty();
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
    void throttlingLosesNothingAndUsesNoRetries() throws Exception {
        createStream(1);
        putAll("a");
        AtomicInteger calls = new AtomicInteger();
        FakeFunction function = new FakeFunction(batch -> calls.incrementAndGet() < 4 ? new Outcome.Throttled() : OK);
        try (EventSourceMapping mapping = start(function, spec -> spec.withGivingUp(0, null, null))) {
            assertThat(mapping.awaitCaughtUp(SOON)).isTrue();
            assertThat(mapping.stats().givenUp()).isZero();
            assertThat(mapping.stats().records()).isEqualTo(1);
        }
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

    private static int firstFailed(String answer, List<PolledRecord> batch) {
        return BatchAnswer.firstFailed(answer.getBytes(StandardCharsets.UTF_8), batch);
    }

    private EventSourceMapping start(FakeFunction function) {
        return start(function, spec(), Clock.systemUTC());
    }

    private EventSourceMapping start(FakeFunction function, UnaryOperator<MappingSpec> change) {
        return start(function, change.apply(spec()), Clock.systemUTC());
    }

    private EventSourceMapping start(FakeFunction function, MappingSpec spec, Clock clock) {
        return EventSourceMapping.start(
                spec,
                emulators.kinesis(),
                emulators.s3(),
                function,
                new EventSourceMapping.Options(checkpoints, true, clock));
    }

    private MappingSpec spec() {
        return MappingSpec.of("test", "arn:aws:lambda:us-east-1:000000000000:function:test", stream, arn());
    }

    private String arn() {
        return "arn:aws:kinesis:us-east-1:000000000000:stream/" + stream;
    }

    private void createStream(int shards) throws InterruptedException {
        emulators.kinesis().createStream(create -> create.streamName(stream).shardCount(shards));
        awaitActive();
    }

    private void awaitActive() throws InterruptedException {
        while (!emulators
                .kinesis()
                .describeStreamSummary(describe -> describe.streamName(stream))
                .streamDescriptionSummary()
                .streamStatusAsString()
                .equals("ACTIVE")) {
            Thread.sleep(10);
        }
    }

    private void put(String key, String text) {
        emulators
                .kinesis()
                .putRecord(put -> put.streamName(stream).partitionKey(key).data(SdkBytes.fromUtf8String(text)));
    }

    /** One call, so that a reader cannot come between. */
    private void putAll(String... texts) {
        List<PutRecordsRequestEntry> entries = List.of(texts).stream()
                .map(text -> PutRecordsRequestEntry.builder()
                        .partitionKey("key")
                        .data(SdkBytes.fromUtf8String(text))
                        .build())
                .toList();
        emulators.kinesis().putRecords(put -> put.streamName(stream).records(entries));
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
