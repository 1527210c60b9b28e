package dev.tidemark.local.runtime.mapping;

import dev.tidemark.local.runtime.lambda.InvocationOutcome;
import dev.tidemark.local.runtime.lambda.Invoker;
import dev.tidemark.local.runtime.mapping.FailureDestination.FailureCondition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings one batch of a shard to an end: sent, and sent again in halves or from the first failed record on, until all of
 * it has succeeded or was given up. Parts keep the order of the shard, and a part is sent only when all before it is done.
 * One thread, one batch.
 */
final class Delivery {

    /** Where the batch comes from and what becomes of it. */
    interface DeliveringShard {
        String id();

        /** This is the oldest record that is not done. */
        void inFlight(PolledRecord oldest);

        /** Why it was not done at the last attempt. */
        void failing(String problem);

        /** Everything up to this record is done; throws if that cannot be kept. */
        void done(PolledRecord last);
    }

    /** A part of the batch, and how often it has failed from its first record on. */
    private record BatchPart(List<PolledRecord> records, int failures) {

        BatchPart from(int index, int failed) {
            return new BatchPart(records.subList(index, records.size()), failed);
        }

        BatchPart firstHalf() {
            return new BatchPart(records.subList(0, records.size() / 2), failures);
        }

        BatchPart secondHalf() {
            return from(records.size() / 2, failures);
        }
    }

    private final MappingSpec mapping;
    private final Invoker function;
    private final @Nullable FailureDestination destination;
    private final Counters counters;
    private final Pace pace;
    private final Clock clock;
    private final @Nullable String affinity;
    private final DeliveringShard shard;

    private final Deque<BatchPart> parts = new ArrayDeque<>();
    private final Backoff backoff = new Backoff();
    private long invocations;
    private String requestId = "";

    Delivery(ShardWorker.Context context, DeliveringShard shard, List<PolledRecord> batch) {
        this.mapping = context.mapping();
        this.function = context.function();
        this.destination = context.destination();
        this.counters = context.counters();
        this.pace = context.pace();
        this.clock = context.clock();
        this.affinity = context.affinity() ? shard.id() : null;
        this.shard = shard;
        parts.push(new BatchPart(batch, 0));
    }

    /** Returns when nothing of the batch is left, or the mapping is stopped. */
    void run() {
        while (!parts.isEmpty() && !pace.stopped()) {
            BatchPart part = withoutExpired(parts.pop());
            if (part.records().isEmpty()) {
                continue;
            }
            shard.inFlight(part.records().get(0));
            settle(part, invoke(part));
        }
        if (parts.isEmpty()) {
            counters.batches.increment();
        }
    }

    private InvocationOutcome invoke(BatchPart part) {
        counters.invocations.increment();
        if (invocations++ > 0) {
            counters.retries.increment();
        }
        return function.invoke(PolledRecord.event(part.records()), affinity).join();
    }

    private void settle(BatchPart part, InvocationOutcome outcome) {
        if (outcome instanceof InvocationOutcome.Throttled) {
            // Not invoked: no failure of the batch, and no retry of its quota.
            parts.push(part);
            waitAfter("throttled");
            return;
        }
        int size = part.records().size();
        int firstFailed = firstFailed(part, outcome);
        if (firstFailed == size) {
            done(part.records());
            backoff.reset();
            return;
        }
        counters.errors.increment();
        if (firstFailed > 0) {
            done(part.records().subList(0, firstFailed));
            parts.push(part.from(firstFailed, 1));
            backoff.reset();
        } else if (firstFailed == BatchAnswer.FAILED && mapping.bisectBatchOnFunctionError() && size > 1) {
            // Halving consumes no retries.
            parts.push(part.secondHalf());
            parts.push(part.firstHalf());
        } else if (mapping.maximumRetryAttempts() >= 0 && part.failures() >= mapping.maximumRetryAttempts()) {
            giveUp(part.records(), FailureCondition.RETRY_ATTEMPTS_EXHAUSTED);
            return;
        } else {
            parts.push(part.from(0, part.failures() + 1));
        }
        waitAfter(
                outcome instanceof InvocationOutcome.InvocationFailed failed
                        ? failed.toString()
                        : "reported a failed record");
    }

    private int firstFailed(BatchPart part, InvocationOutcome outcome) {
        if (outcome instanceof InvocationOutcome.Returned returned) {
            requestId = returned.requestId();
            return mapping.reportBatchItemFailures()
                    ? BatchAnswer.firstFailed(returned.payload(), part.records())
                    : part.records().size();
        }
        if (outcome instanceof InvocationOutcome.InvocationFailed failed) {
            requestId = failed.requestId();
        }
        return BatchAnswer.FAILED;
    }

    private void waitAfter(String problem) {
        shard.failing(problem);
        pace.sleep(backoff.next());
    }

    private void done(List<PolledRecord> records) {
        shard.done(records.get(records.size() - 1));
        counters.records.add(records.size());
    }

    private BatchPart withoutExpired(BatchPart part) {
        Duration age = mapping.maximumRecordAge();
        if (age == null) {
            return part;
        }
        Instant oldest = clock.instant().minus(age);
        int expired = 0;
        while (expired < part.records().size()
                && part.records().get(expired).arrival().isBefore(oldest)) {
            expired++;
        }
        if (expired == 0) {
            return part;
        }
        giveUp(part.records().subList(0, expired), FailureCondition.RECORD_AGE_EXCEEDED);
        return part.from(expired, 0);
    }

    /** Describes the records at the destination, for as long as that takes, and goes on behind them. */
    private void giveUp(List<PolledRecord> records, FailureCondition condition) {
        if (destination != null) {
            destination.accept(shard.id(), records, condition, invocations, requestId);
        }
        shard.done(records.get(records.size() - 1));
        counters.givenUp.add(records.size());
        backoff.reset();
    }
}
