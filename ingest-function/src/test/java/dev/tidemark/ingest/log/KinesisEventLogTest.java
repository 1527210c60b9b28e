package dev.tidemark.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

class KinesisEventLogTest {

    private static final PutPolicy POLICY = new PutPolicy(
            Duration.ofSeconds(2),
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            2,
            Duration.ZERO,
            Duration.ZERO,
            64 << 20);

    private final ScheduledExecutorService timer = new MillisecondTimer();
    private final List<String> failures = new ArrayList<>();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void aBodyIsOneCallInItsOrder() {
        Stream kinesis = new Stream(request -> all(request, null));
        assertThat(append(kinesis, POLICY, entries(500, 10)).isEmpty()).isTrue();
        assertThat(kinesis.calls).hasSize(1);
        assertThat(kinesis.calls.get(0))
                .isEqualTo(IntStream.range(0, 500).mapToObj(i -> "d" + i).toList());
    }

    @Test
    void aCallHasAtMostFiveHundredRecordsAndFiveMebibytes() {
        Stream many = new Stream(request -> all(request, null));
        append(many, POLICY, entries(501, 10));
        assertThat(many.calls).extracting(List::size).containsExactly(500, 1);

        Stream large = new Stream(request -> all(request, null));
        append(large, POLICY, entries(6, 900 << 10));
        assertThat(large.calls).extracting(List::size).containsExactly(5, 1);
    }

    @Test
    void onlyFailedRecordsAreTriedAgainWithTheirKeysAndInTheirOrder() {
        Stream kinesis = new Stream(null);
        kinesis.answer = request -> kinesis.calls.size() == 1
                ? answer(request, i -> i % 3 == 0 ? "ProvisionedThroughputExceededException" : null)
                : all(request, null);
        assertThat(append(kinesis, POLICY, entries(8, 10)).isEmpty()).isTrue();
        assertThat(kinesis.calls)
                .containsExactly(List.of("d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7"), List.of("d0", "d3", "d6"));
        assertThat(failures).hasSize(3).containsOnly("ProvisionedThroughputExceededException");
    }

    @Test
    void whatIsNotAcknowledgedInTimeIsGivenBack() {
        Stream kinesis = new Stream(request ->
                answer(request, i -> request.records().get(i).partitionKey().equals("d1") ? "InternalFailure" : null));
        PutPolicy impatient = new PutPolicy(
                Duration.ofMillis(500),
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                2,
                Duration.ZERO,
                Duration.ZERO,
                64 << 20);
        BitSet unacknowledged = append(kinesis, impatient, entries(3, 10));
        assertThat(unacknowledged.stream()).containsExactly(1);
        assertThat(kinesis.calls.size()).isBetween(3, 1_000);
        assertThat(kinesis.calls.subList(1, kinesis.calls.size())).containsOnly(List.of("d1"));
    }

    /** One call at a time, and one that does not come back: what waits behind it is given back at its deadline. */
    @Test
    void noFirstAttemptStartsAfterTheDeadline() {
        CompletableFuture<PutRecordsResponse> slow = new CompletableFuture<>();
        Stream kinesis = new Stream(request -> slow);
        PutPolicy oneAtATime = new PutPolicy(
                Duration.ofMillis(100),
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                1,
                Duration.ofMillis(20),
                Duration.ZERO,
                64 << 20);
        KinesisEventLog log = log(kinesis, oneAtATime);
        CompletableFuture<BitSet> first = log.append(entries(1, 10)).subscribeAsCompletionStage();
        CompletableFuture<BitSet> second = log.append(entries(1, 10)).subscribeAsCompletionStage();
        assertThat(second.join().cardinality()).isOne();
        assertThat(first).isNotDone();
        slow.complete(PutRecordsResponse.builder()
                .records(PutRecordsResultEntry.builder().sequenceNumber("1").build())
                .build());
        assertThat(first.join().isEmpty()).isTrue();
        assertThat(kinesis.calls).hasSize(1);
    }

    @Test
    void aThrottledOrLostCallIsTriedAgainAsAWhole() {
        Stream kinesis = new Stream(null);
        kinesis.answer = request -> switch (kinesis.calls.size()) {
            case 1 -> CompletableFuture.failedFuture(error(400, "ProvisionedThroughputExceededException"));
            case 2 -> CompletableFuture.failedFuture(error(400, "KMSThrottlingException"));
            case 3 -> CompletableFuture.failedFuture(error(500, "InternalFailure"));
            case 4 -> CompletableFuture.failedFuture(SdkClientException.create("connection reset"));
            default -> all(request, null);
        };
        assertThat(append(kinesis, POLICY, entries(2, 10)).isEmpty()).isTrue();
        assertThat(kinesis.calls).hasSize(5);
    }

    @Test
    void aRefusedCallIsGivenBackAtOnce() {
        Stream kinesis = new Stream(request -> CompletableFuture.failedFuture(error(400, "AccessDeniedException")));
        assertThat(append(kinesis, POLICY, entries(2, 10)).cardinality()).isEqualTo(2);
        assertThat(kinesis.calls).hasSize(1);
    }

    @Test
    void aClientThatThrowsIsACallThatFailed() {
        Stream kinesis = new Stream(request -> {
            throw new IllegalStateException("closed");
        });
        PutPolicy impatient = new PutPolicy(
                Duration.ofMillis(20),
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                2,
                Duration.ZERO,
                Duration.ZERO,
                64 << 20);
        assertThat(append(kinesis, impatient, entries(2, 10)).cardinality()).isEqualTo(2);
    }

    @Test
    void bodiesBeyondTheCallsUnderWayShareTheNextOne() {
        List<CompletableFuture<PutRecordsResponse>> open = new ArrayList<>();
        Stream kinesis = unanswered(open);
        KinesisEventLog log = log(kinesis, POLICY);
        List<CompletableFuture<BitSet>> bodies = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            bodies.add(log.append(List.of(entry("body" + i, 10))).subscribeAsCompletionStage());
        }
        assertThat(kinesis.calls).containsExactly(List.of("body0"), List.of("body1"));
        kinesis.answer = request -> answer(request, i -> i == 1 ? "InternalFailure" : null);
        open.get(0).complete(ok(1));
        assertThat(kinesis.calls).contains(List.of("body2", "body3", "body4"));
        assertThat(bodies.get(0)).isDone();
        assertThat(bodies.get(1)).isNotDone();
        assertThat(bodies.get(2)).isDone();
        assertThat(bodies.get(4)).isDone();
        kinesis.answer = request -> all(request, null);
        assertThat(bodies.get(3)).succeedsWithin(Duration.ofSeconds(1)).satisfies(lost -> assertThat(lost.isEmpty())
                .isTrue());
    }

    @Test
    void whileACallIsUnderWayABodyWaitsForOthersToShareTheNext() {
        List<CompletableFuture<PutRecordsResponse>> open = new ArrayList<>();
        Stream kinesis = unanswered(open);
        KinesisEventLog log = log(kinesis, patient(Duration.ofSeconds(60), Duration.ZERO));
        for (String body : List.of("a", "b", "c")) {
            var unused = log.append(List.of(entry(body, 10))).subscribeAsCompletionStage();
        }
        assertThat(kinesis.calls).containsExactly(List.of("a"));
        open.get(0).complete(ok(1));
        assertThat(kinesis.calls).containsExactly(List.of("a"), List.of("b", "c"));
        var full = log.append(entries(500, 10)).subscribeAsCompletionStage();
        assertThat(kinesis.calls).extracting(List::size).containsExactly(1, 2, 500);
        assertThat(full).isNotDone();
    }

    @Test
    void theLingerEndsTheWait() {
        List<CompletableFuture<PutRecordsResponse>> open = new ArrayList<>();
        Stream kinesis = new Stream(request -> {
            CompletableFuture<PutRecordsResponse> answer = new CompletableFuture<>();
            open.add(answer);
            return open.size() == 1 ? answer : all(request, null);
        });
        KinesisEventLog log = log(kinesis, patient(Duration.ofMillis(5), Duration.ZERO));
        var stuck = log.append(List.of(entry("a", 10))).subscribeAsCompletionStage();
        assertThat(log.append(List.of(entry("b", 10)))
                        .await()
                        .atMost(Duration.ofSeconds(5))
                        .isEmpty())
                .isTrue();
        assertThat(stuck).isNotDone();
    }

    @Test
    void underLoadACallKeepsItsDistanceFromTheLastHoweverSmall() {
        List<CompletableFuture<PutRecordsResponse>> open = new ArrayList<>();
        Stream kinesis = new Stream(request -> {
            CompletableFuture<PutRecordsResponse> answer = new CompletableFuture<>();
            open.add(answer);
            return open.size() == 1 ? answer : all(request, null);
        });
        for (Duration pace : List.of(Duration.ofNanos(1), Duration.ofNanos(900_000), Duration.ofMillis(30))) {
            open.clear();
            KinesisEventLog log = log(kinesis, patient(Duration.ofSeconds(60), pace));
            long start = System.nanoTime();
            var first = log.append(List.of(entry("a", 10))).subscribeAsCompletionStage();
            var many = log.append(entries(CallQueue.LOADED_RECORDS, 10)).subscribeAsCompletionStage();
            open.get(0).complete(ok(1));
            assertThat(first).isDone();
            assertThat(many).succeedsWithin(Duration.ofSeconds(5));
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(pace.toNanos());
        }
    }

    @Test
    void aBodyIsNotSplitToFillACall() {
        List<CompletableFuture<PutRecordsResponse>> open = new ArrayList<>();
        Stream kinesis = unanswered(open);
        KinesisEventLog log = log(kinesis, POLICY);
        for (int records : new int[] {1, 1, 300, 300, 200}) {
            var unused = log.append(entries(records, 10)).subscribeAsCompletionStage();
        }
        open.get(0).complete(ok(1));
        open.get(1).complete(ok(1));
        assertThat(kinesis.calls).extracting(List::size).containsExactly(1, 1, 300, 500);
    }

    @Test
    void whatWouldWaitBeyondTheBoundIsGivenBackAtOnce() {
        Stream kinesis = new Stream(request -> new CompletableFuture<>());
        KinesisEventLog log = log(
                kinesis,
                new PutPolicy(
                        Duration.ofSeconds(2),
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        1,
                        Duration.ZERO,
                        Duration.ZERO,
                        1_000));
        var first = log.append(List.of(entry("d", 900))).subscribeAsCompletionStage();
        var second = log.append(List.of(entry("d", 900))).subscribeAsCompletionStage();
        var third = log.append(List.of(entry("d", 900))).subscribeAsCompletionStage();
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        assertThat(third).isCompletedWithValueMatching(lost -> lost.cardinality() == 1);
    }

    private static PutPolicy patient(Duration linger, Duration pace) {
        return new PutPolicy(
                Duration.ofSeconds(60), Duration.ofMillis(1), Duration.ofMillis(5), 8, linger, pace, 64 << 20);
    }

    private BitSet append(Stream kinesis, PutPolicy policy, List<LogEntry> entries) {
        return log(kinesis, policy).append(entries).await().atMost(Duration.ofSeconds(5));
    }

    private KinesisEventLog log(Stream kinesis, PutPolicy policy) {
        return new KinesisEventLog(kinesis, "events", policy, timer, new PutObserver() {
            @Override
            public void answered(long nanos, int records) {}

            @Override
            public void failed(String errorCode) {
                failures.add(errorCode);
            }
        });
    }

    /** A stream whose calls the test answers. */
    private static Stream unanswered(List<CompletableFuture<PutRecordsResponse>> open) {
        return new Stream(request -> {
            CompletableFuture<PutRecordsResponse> answer = new CompletableFuture<>();
            open.add(answer);
            return answer;
        });
    }

    private static List<LogEntry> entries(int count, int bytes) {
        return IntStream.range(0, count).mapToObj(i -> entry("d" + i, bytes)).toList();
    }

    private static LogEntry entry(String partitionKey, int bytes) {
        return new LogEntry(partitionKey, new byte[bytes], List.of());
    }

    private static CompletableFuture<PutRecordsResponse> all(PutRecordsRequest request, String errorCode) {
        return answer(request, i -> errorCode);
    }

    private static CompletableFuture<PutRecordsResponse> answer(
            PutRecordsRequest request, Function<Integer, String> errorCode) {
        return CompletableFuture.completedFuture(PutRecordsResponse.builder()
                .records(IntStream.range(0, request.records().size())
                        .mapToObj(i -> PutRecordsResultEntry.builder()
                                .errorCode(errorCode.apply(i))
                                .build())
                        .toList())
                .build());
    }

    private static PutRecordsResponse ok(int records) {
        return PutRecordsResponse.builder()
                .records(IntStream.range(0, records)
                        .mapToObj(i -> PutRecordsResultEntry.builder().build())
                        .toList())
                .build();
    }

    private static Throwable error(int status, String code) {
        return KinesisException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    /** Refuses what Vert.x refuses. */
    private static final class MillisecondTimer extends ScheduledThreadPoolExecutor {

        MillisecondTimer() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            if (unit.toMillis(delay) < 1) {
                throw new IllegalArgumentException("Cannot schedule a timer with delay < 1 ms");
            }
            return super.schedule(task, delay, unit);
        }
    }

    /** A stream that remembers the partition keys of each call. */
    private static final class Stream implements KinesisAsyncClient {
        final List<List<String>> calls = new ArrayList<>();
        Function<PutRecordsRequest, CompletableFuture<PutRecordsResponse>> answer;

        Stream(Function<PutRecordsRequest, CompletableFuture<PutRecordsResponse>> answer) {
            this.answer = answer;
        }

        @Override
        public CompletableFuture<PutRecordsResponse> putRecords(PutRecordsRequest request) {
            calls.add(request.records().stream()
                    .map(PutRecordsRequestEntry::partitionKey)
                    .toList());
            return answer.apply(request);
        }

        @Override
        public String serviceName() {
            return "kinesis";
        }

        @Override
        public void close() {}
    }
}
