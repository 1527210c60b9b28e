package dev.tidemark.bench.ingest;

import dev.tidemark.bench.BenchException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Posts bodies to a server, from one event loop. Closed: on each connection the next when the last is answered. At a fixed
 * rate: whenever one is due, whatever became of those before, and latency counts from when it was due, so that a server
 * that falls behind cannot hide it.
 */
final class HttpLoad implements AutoCloseable {

    /** Idle connections are closed before the server closes them (ours after 60 s), which could cut off a request on its way. */
    private static final int IDLE_SECONDS = 30;

    private final Vertx vertx;
    private final Context context;
    private final HttpClient client;
    private final RequestOptions request;
    private final List<Buffer> bodies;
    private final int connections;

    /**
     * A load.
     *
     * @param bodies sent one after the other, over and over
     */
    HttpLoad(Vertx vertx, int port, String key, List<Buffer> bodies, int connections) {
        this.vertx = vertx;
        this.context = ((io.vertx.core.impl.VertxInternal) vertx).createEventLoopContext();
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(connections)
                .setMaxWaitQueueSize(-1)
                .setKeepAliveTimeout(IDLE_SECONDS));
        this.request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/v1/events")
                .putHeader("X-Api-Key", key)
                .putHeader("Content-Type", "application/json");
        this.bodies = bodies;
        this.connections = connections;
    }

    /** As many as the server answers, for a time. */
    LoadOutcome closed(Duration time) {
        LoadRun run = new LoadRun(time);
        context.runOnContext(start -> {
            for (int i = 0; i < connections; i++) {
                run.sendUntilEnd();
            }
        });
        return run.await();
    }

    /** As many as are due, for a time. */
    LoadOutcome fixedRate(double perSecond, Duration time) {
        LoadRun run = new LoadRun(time);
        double nanosBetween = 1e9 / perSecond;
        context.runOnContext(start -> vertx.setPeriodic(1, tick -> {
            long now = System.nanoTime();
            while (run.start + (long) (run.sent * nanosBetween) <= now) {
                long due = run.start + (long) (run.sent * nanosBetween);
                if (due >= run.end) {
                    vertx.cancelTimer(tick);
                    run.allSent();
                    return;
                }
                run.send(due, () -> {});
            }
        }));
        return run.await();
    }

    @Override
    public void close() {
        client.close();
    }

    /** One run; its fields belong to the event loop. */
    private final class LoadRun {

        private static final long PATIENCE_SECONDS = 60;

        final long start = System.nanoTime();
        final long end;
        private final CompletableFuture<LoadOutcome> done = new CompletableFuture<>();
        private final LoadOutcome.LoadRecorder outcome = new LoadOutcome.LoadRecorder();
        private int sent;
        private int open;
        private boolean allSent;

        LoadRun(Duration time) {
            end = start + time.toNanos();
        }

        void sendUntilEnd() {
            long now = System.nanoTime();
            if (now < end) {
                send(now, this::sendUntilEnd);
            } else {
                allSent();
            }
        }

        void send(long dueNanos, Runnable then) {
            Buffer body = bodies.get(sent++ % bodies.size());
            open++;
            client.request(request)
                    .compose(call -> call.send(body))
                    .compose(answer -> answer.end().map(answer.statusCode()))
                    .onComplete(answered -> {
                        open--;
                        if (answered.succeeded() && answered.result() == 200) {
                            outcome.acknowledged(System.nanoTime() - dueNanos);
                        } else {
                            outcome.failed();
                        }
                        then.run();
                        finishIfOver();
                    });
        }

        void allSent() {
            allSent = true;
            finishIfOver();
        }

        private void finishIfOver() {
            if (allSent && open == 0 && !done.isDone()) {
                done.complete(outcome.build(System.nanoTime() - start));
            }
        }

        LoadOutcome await() {
            try {
                return done.get(TimeUnit.NANOSECONDS.toSeconds(end - start) + PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new BenchException("the load did not come to its end: " + e, e);
            }
        }
    }
}
