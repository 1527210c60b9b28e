package dev.tidemark.local.runtime.mapping;

import static dev.tidemark.local.runtime.mapping.FakeFunction.ERROR;
import static dev.tidemark.local.runtime.mapping.FakeFunction.OK;
import static dev.tidemark.local.runtime.mapping.FakeFunction.returned;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.local.runtime.lambda.InvocationOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What becomes of a batch that fails. */
class RetryTest extends StreamTest {

    private static final ObjectMapper JSON = new ObjectMapper();

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
    void throttlingLosesNothingAndUsesNoRetries() throws Exception {
        createStream(1);
        putAll("a");
        AtomicInteger calls = new AtomicInteger();
        FakeFunction function =
                new FakeFunction(batch -> calls.incrementAndGet() < 4 ? new InvocationOutcome.Throttled() : OK);
        try (EventSourceMapping mapping = start(function, spec -> spec.withGivingUp(0, null, null))) {
            assertThat(mapping.awaitCaughtUp(SOON)).isTrue();
            assertThat(mapping.stats().givenUp()).isZero();
            assertThat(mapping.stats().records()).isEqualTo(1);
        }
    }

    private static int firstFailed(String answer, List<PolledRecord> batch) {
        return BatchAnswer.firstFailed(answer.getBytes(StandardCharsets.UTF_8), batch);
    }
}
