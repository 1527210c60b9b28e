package dev.tidemark.ingest.log;

import static dev.tidemark.ingest.log.CallQueue.LOADED_RECORDS;
import static dev.tidemark.ingest.log.CallQueue.NEVER;
import static dev.tidemark.ingest.log.CallQueue.SHARED_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallQueueTest {

    private static final long MILLI = 1_000_000;
    private static final long START = Long.MAX_VALUE - 5 * MILLI; // nanoTime may overflow between two readings

    private final CallQueue queue = new CallQueue(new PutPolicy(
            Duration.ofSeconds(1),
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            2,
            Duration.ofMillis(20),
            Duration.ofMillis(10),
            1_000_000));

    @Test
    void aLoneBodyGoesAtOnce() {
        assertThat(queue.nanosUntilNext(START)).isEqualTo(NEVER);
        queue.offer(body(1), START);
        assertThat(queue.nanosUntilNext(START)).isZero();
    }

    @Test
    void besideACallUnderWayABodyWaitsForTheLinger() {
        underWay(START);
        queue.offer(body(1), START + 4 * MILLI);
        queue.offer(body(1), START + 5 * MILLI);
        assertThat(queue.nanosUntilNext(START + 6 * MILLI)).isEqualTo(18 * MILLI);
        assertThat(queue.nanosUntilNext(START + 24 * MILLI)).isZero();
        assertThat(queue.start(START + 24 * MILLI)).hasSize(2);
    }

    @Test
    void withTheCallBackAFewRecordsGoAtOnceAndManyKeepThePace() {
        underWay(START);
        queue.offer(body(LOADED_RECORDS - 1), START + MILLI);
        queue.ended();
        assertThat(queue.nanosUntilNext(START + 7 * MILLI)).isZero();
        queue.offer(body(1), START + 7 * MILLI);
        assertThat(queue.nanosUntilNext(START + 7 * MILLI)).isEqualTo(3 * MILLI);
        assertThat(queue.nanosUntilNext(START + 10 * MILLI)).isZero();
    }

    @Test
    void whatFollowsACallOfManyKeepsThePaceToo() {
        queue.offer(body(LOADED_RECORDS), START);
        queue.start(START);
        queue.ended();
        queue.offer(body(1), START + 6 * MILLI);
        assertThat(queue.nanosUntilNext(START + 6 * MILLI)).isEqualTo(4 * MILLI);
        queue.start(START + 10 * MILLI);
        queue.ended();
        queue.offer(body(1), START + 16 * MILLI);
        assertThat(queue.nanosUntilNext(START + 16 * MILLI)).isZero();
    }

    @Test
    void afterAPauseManyRecordsGoAtOnce() {
        underWay(START);
        queue.ended();
        queue.offer(body(100), START + 50 * MILLI);
        assertThat(queue.nanosUntilNext(START + 50 * MILLI)).isZero();
    }

    @Test
    void aFullCallWaitsForNothingButAPlace() {
        underWay(START);
        queue.offer(body(Chunk.CALL_RECORDS), START);
        assertThat(queue.nanosUntilNext(START)).isZero();
        queue.start(START);
        queue.offer(body(Chunk.CALL_RECORDS), START);
        assertThat(queue.nanosUntilNext(START)).isEqualTo(NEVER);
        queue.ended();
        assertThat(queue.nanosUntilNext(START)).isZero();
    }

    @Test
    void bodiesShareACallUpToItsBytesAndALargeOneGoesAlone() {
        underWay(START);
        Chunk half = bytes((int) SHARED_BYTES / 2 - 1);
        Chunk other = bytes((int) SHARED_BYTES / 2 - 1);
        Chunk large = bytes(2 * (int) SHARED_BYTES);
        queue.offer(half, START);
        assertThat(queue.nanosUntilNext(START)).isPositive();
        queue.offer(other, START);
        queue.offer(large, START);
        assertThat(queue.nanosUntilNext(START)).as("more than a call waits").isZero();
        assertThat(queue.start(START)).containsExactly(half, other);
        queue.ended();
        queue.ended();
        assertThat(queue.start(START)).containsExactly(large);
    }

    @Test
    void whatIsPutBackGoesFirst() {
        underWay(START);
        Chunk first = body(1);
        Chunk failed = body(2);
        queue.offer(first, START);
        queue.putBack(failed, START);
        queue.ended();
        assertThat(queue.start(START)).containsExactly(failed, first);
    }

    private void underWay(long now) {
        queue.offer(body(1), now);
        queue.start(now);
    }

    private static Chunk body(int records) {
        return body(IntStream.range(0, records)
                .mapToObj(i -> new LogEntry("d", new byte[10], List.of()))
                .toList());
    }

    private static Chunk bytes(int bytes) {
        return body(List.of(new LogEntry("d", new byte[bytes - 1], List.of())));
    }

    private static Chunk body(List<LogEntry> entries) {
        return Chunk.of(new Append(entries, 0)).get(0);
    }
}
