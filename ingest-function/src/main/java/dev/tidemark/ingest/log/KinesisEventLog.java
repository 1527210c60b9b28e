package dev.tidemark.ingest.log;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/**
 * The log on Kinesis. The records of a body go out at once, in as few calls as the API allows. Only where a call is
 * under way does a body wait: until that call is back, or the next one is full, or {@link PutPolicy#linger} is over, and
 * under load for the {@link PutPolicy#pace} of calls. Bodies that wait share the next call (group commit); each is
 * answered by the results of its own records.
 *
 * <p>Only failed records are tried again, until the deadline. A call that failed as a whole may have been carried out;
 * its records are sent again, and de-duplication drops what then is in the log twice. Thread-safe.
 */
final class KinesisEventLog implements EventLog {

    private static final Logger LOG = Logger.getLogger(KinesisEventLog.class);

    /** What Kinesis answers with status 400 and will not answer for long. */
    private static final Set<String> BUSY =
            Set.of("ProvisionedThroughputExceededException", "KMSThrottlingException", "LimitExceededException");

    private final KinesisAsyncClient kinesis;
    private final String stream;
    private final PutPolicy policy;
    private final ScheduledExecutorService timer;
    private final PutObserver observer;

    // Guarded by itself, and with it when the next wake-up is due.
    private final CallQueue queue;
    private long wakeUpAt = CallQueue.NEVER;

    KinesisEventLog(
            KinesisAsyncClient kinesis,
            String stream,
            PutPolicy policy,
            ScheduledExecutorService timer,
            PutObserver observer) {
        this.kinesis = kinesis;
        this.stream = stream;
        this.policy = policy;
        this.queue = new CallQueue(policy);
        this.timer = timer;
        this.observer = observer;
    }

    @Override
    public Uni<BitSet> append(List<LogEntry> entries) {
        long now = System.nanoTime();
        Append append = new Append(entries, now + policy.deadline().toNanos());
        List<Chunk> chunks = Chunk.of(append);
        List<Chunk> refused = new ArrayList<>(0);
        synchronized (queue) {
            for (Chunk chunk : chunks) {
                if (!queue.offer(chunk, now)) {
                    refused.add(chunk);
                }
            }
        }
        refused.forEach(Chunk::giveUp);
        startCalls();
        return Uni.createFrom().completionStage(append.done);
    }

    private void startCalls() {
        for (List<Chunk> call = nextCall(System.nanoTime()); call != null; call = nextCall(System.nanoTime())) {
            put(call);
        }
    }

    private @Nullable List<Chunk> nextCall(long now) {
        List<Chunk> expired;
        List<Chunk> call = null;
        synchronized (queue) {
            expired = queue.expired(now);
            long wait = queue.nanosUntilNext(now);
            if (wait == 0) {
                call = queue.start(now);
            } else {
                long next = Math.min(wait, queue.nanosUntilDeadline(now));
                if (next != CallQueue.NEVER) {
                    wakeUpIn(next, now);
                }
            }
        }
        expired.forEach(Chunk::giveUp);
        return call;
    }

    private void wakeUpIn(long nanos, long now) {
        if (wakeUpAt == CallQueue.NEVER || now + nanos - wakeUpAt < 0) {
            after(nanos, this::wakeUp);
            wakeUpAt = now + nanos;
        }
    }

    private void wakeUp() {
        synchronized (queue) {
            wakeUpAt = CallQueue.NEVER;
        }
        startCalls();
    }

    private void put(List<Chunk> call) {
        List<PutRecordsRequestEntry> records = new ArrayList<>();
        for (Chunk chunk : call) {
            for (int place : chunk.places()) {
                LogEntry entry = chunk.append().entries.get(place);
                records.add(PutRecordsRequestEntry.builder()
                        .partitionKey(entry.partitionKey())
                        .data(SdkBytes.fromByteArrayUnsafe(entry.data()))
                        .build());
            }
        }
        PutRecordsRequest request =
                PutRecordsRequest.builder().streamName(stream).records(records).build();
        long start = System.nanoTime();
        send(request).whenComplete((response, failure) -> {
            synchronized (queue) {
                queue.ended();
            }
            observer.answered(System.nanoTime() - start, records.size());
            if (failure == null) {
                settle(call, response);
            } else {
                failed(
                        call,
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
            startCalls();
        });
    }

    private CompletableFuture<PutRecordsResponse> send(PutRecordsRequest request) {
        try {
            return kinesis.putRecords(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void settle(List<Chunk> call, PutRecordsResponse response) {
        int record = 0;
        for (Chunk chunk : call) {
            int[] failed = new int[chunk.places().length];
            int failures = 0;
            for (int i = 0; i < chunk.places().length; i++, record++) {
                String error = response.records().get(record).errorCode();
                if (error == null) {
                    chunk.append().settle(chunk.places()[i], true);
                } else {
                    failed[failures++] = i;
                    observer.failed(error);
                }
            }
            if (failures > 0) {
                tryAgain(chunk.failed(failed, failures));
            }
        }
    }

    private void failed(List<Chunk> call, Throwable failure) {
        String error = failure instanceof AwsServiceException service
                ? service.awsErrorDetails().errorCode()
                : failure.getClass().getSimpleName();
        observer.failed(error);
        boolean hopeless = failure instanceof AwsServiceException service
                && service.statusCode() < 500
                && !BUSY.contains(error)
                && !service.isThrottlingException();
        if (hopeless) {
            LOG.errorf(failure, "PutRecords on stream %s is refused; no retry can help", stream);
        } else {
            LOG.warnf("PutRecords on stream %s failed: %s", stream, failure.toString());
        }
        for (Chunk chunk : call) {
            if (hopeless) {
                chunk.giveUp();
            } else {
                int[] all = new int[chunk.places().length];
                for (int i = 0; i < all.length; i++) {
                    all[i] = i;
                }
                tryAgain(chunk.failed(all, all.length));
            }
        }
    }

    private void tryAgain(Chunk chunk) {
        long backoff = policy.backoffNanos(chunk.attempts(), ThreadLocalRandom.current());
        if (System.nanoTime() + backoff - chunk.append().deadlineNanos > 0) {
            chunk.giveUp();
            return;
        }
        after(backoff, () -> {
            synchronized (queue) {
                queue.putBack(chunk, System.nanoTime());
            }
            startCalls();
        });
    }

    /** On an event loop the timer is Vert.x's, which knows whole milliseconds, one at least; never too early. */
    private void after(long nanos, Runnable task) {
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
        var unused = timer.schedule(task, millis, TimeUnit.MILLISECONDS);
    }
}
