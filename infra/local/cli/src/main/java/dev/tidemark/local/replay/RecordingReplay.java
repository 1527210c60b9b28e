package dev.tidemark.local.replay;

import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.local.outcome.CannotRunException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Posts a recording. One thread reads and cuts ahead, by a few bodies at most; the caller's posts them one after the
 * other, with the heartbeats of the recording's clock between them.
 */
public final class RecordingReplay {

    /** How many rejected events an {@link ReplayOutcome} names. */
    private static final int REJECTIONS_NAMED = 5;

    private static final int STEPS_AHEAD = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Poster poster;
    private final Duration heartbeatEvery;
    private final Consumer<LogRecord> everyShard;
    private final Consumer<ReplayProgress> progress;

    private final List<Rejection> rejections = new ArrayList<>();
    private long accepted;
    private long rejected;
    private long arrivedUntilMillis;

    /**
     * A replay to the API at {@code ingest}.
     *
     * @param heartbeatEvery how often the recording's clock ticks
     * @param everyShard puts a control record into every shard, and returns when the log has acknowledged all of them
     * @param progress is told after every body
     */
    public RecordingReplay(
            URI ingest,
            String apiKey,
            Duration heartbeatEvery,
            Consumer<LogRecord> everyShard,
            Consumer<ReplayProgress> progress) {
        this.poster = new Poster(new EventsApi(ingest, apiKey), PATIENCE);
        this.heartbeatEvery = heartbeatEvery;
        this.everyShard = everyShard;
        this.progress = progress;
    }

    /**
     * Posts the whole recording; returns when every event has its verdict.
     *
     * @throws CannotRunException if a line is no event, or the API does not take events
     */
    public ReplayOutcome run(Arrivals arrivals) throws InterruptedException {
        BlockingQueue<Ahead> queue = new ArrayBlockingQueue<>(STEPS_AHEAD);
        Thread reader = new Thread(() -> readAhead(arrivals, queue), "tidemark-replay-reader");
        reader.setDaemon(true);
        reader.start();
        long start = System.nanoTime();
        try {
            while (true) {
                Ahead ahead = queue.take();
                if (ahead.failure() != null) {
                    throw ahead.failure();
                }
                if (ahead.step() == null) {
                    return new ReplayOutcome(accepted, rejected, List.copyOf(rejections), arrivedUntilMillis);
                }
                take(ahead.step());
                progress.accept(
                        new ReplayProgress(accepted + rejected, (System.nanoTime() - start) / 1e9, arrivedUntilMillis));
            }
        } finally {
            reader.interrupt();
            reader.join();
        }
    }

    private void take(ReplayStep step) throws InterruptedException {
        if (step instanceof ReplayStep.Beat beat) {
            everyShard.accept(new LogRecord.Heartbeat(beat.atMillis()));
        } else if (step instanceof ReplayStep.Post post) {
            accepted += poster.post(post.events(), this::note);
            arrivedUntilMillis = post.arrivedUntilMillis();
        }
    }

    private void note(RecordedEvent event, PostVerdict.Rejected verdict) {
        rejected++;
        if (rejections.size() < REJECTIONS_NAMED) {
            rejections.add(new Rejection(event.source(), verdict.code(), verdict.detail()));
        }
    }

    private void readAhead(Arrivals arrivals, BlockingQueue<Ahead> queue) {
        try {
            try {
                ReplaySteps steps = new ReplaySteps(arrivals, heartbeatEvery);
                ReplayStep step;
                do {
                    step = steps.next();
                    queue.put(new Ahead(step, null));
                } while (step != null);
            } catch (RuntimeException e) {
                queue.put(new Ahead(null, e));
            }
        } catch (InterruptedException e) {
            // The posting side has ended first and needs no more.
        }
    }

    /** What the reader hands over: a step, or why there is none; neither at the end. */
    private record Ahead(
            @Nullable ReplayStep step, @Nullable RuntimeException failure) {}
}
