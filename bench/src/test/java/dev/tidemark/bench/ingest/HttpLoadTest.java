package dev.tidemark.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpLoadTest {

    private final Vertx vertx = Vertx.vertx();

    /** What the server has seen. */
    private final AtomicInteger connections = new AtomicInteger();

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private HttpLoad load(int connections, int answerAfterMillis, int status) throws Exception {
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .connectionHandler(connection -> this.connections.incrementAndGet())
                .requestHandler(request -> {
                    asked.incrementAndGet();
                    mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    request.body()
                            .onSuccess(body -> vertx.setTimer(answerAfterMillis, late -> {
                                underWay.decrementAndGet();
                                request.response().setStatusCode(status).end();
                            }));
                })
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        return new HttpLoad(vertx, server.actualPort(), "key", List.of(Buffer.buffer("{}")), connections);
    }

    @Test
    void aFixedRateSendsWhatIsDueHoweverSlowTheAnswers() throws Exception {
        try (HttpLoad load = load(100, 200, 200)) {
            LoadOutcome outcome = load.fixedRate(50, Duration.ofMillis(400));
            // Due at 0, 20, 40 … 380 ms.
            assertThat(outcome.acknowledged()).isEqualTo(20);
            assertThat(outcome.failed()).isZero();
            assertThat(outcome.quantileMillis(0.5)).isGreaterThanOrEqualTo(199);
        }
    }

    @Test
    void theWaitForAConnectionCountsAsLatency() throws Exception {
        try (HttpLoad load = load(1, 50, 200)) {
            // One every 10 ms, answered one every 50 ms: the tenth waits for nine others.
            LoadOutcome outcome = load.fixedRate(100, Duration.ofMillis(100));
            assertThat(outcome.acknowledged()).isEqualTo(10);
            assertThat(outcome.quantileMillis(1)).isGreaterThanOrEqualTo(10 * 49 - 90);
        }
    }

    @Test
    void aClosedLoadHasOneRequestAConnectionUnderWay() throws Exception {
        try (HttpLoad load = load(3, 100, 200)) {
            LoadOutcome outcome = load.closed(Duration.ofMillis(250));
            assertThat(mostUnderWay.get()).isEqualTo(3);
            assertThat(connections.get()).isEqualTo(3);
            // Nothing is sent that is not waited for, the last ones included.
            assertThat(outcome.acknowledged()).isEqualTo(asked.get()).isGreaterThanOrEqualTo(3);
            assertThat(outcome.failed()).isZero();
        }
    }

    @Test
    void whatIsNotAnswered200IsNotAcknowledged() throws Exception {
        try (HttpLoad load = load(2, 1, 503)) {
            LoadOutcome outcome = load.fixedRate(100, Duration.ofMillis(50));
            assertThat(outcome.acknowledged()).isZero();
            assertThat(outcome.failed()).isEqualTo(5);
        }
    }

    @Test
    void quantilesAreTheNearestRank() {
        LoadOutcome.LoadRecorder builder = new LoadOutcome.LoadRecorder();
        for (int i = 0; i < 100; i++) {
            builder.acknowledged((100 - i) * 1_000_000L);
        }
        LoadOutcome outcome = builder.build(2_000_000_000L);
        assertThat(outcome.quantileMillis(0.5)).isEqualTo(50);
        assertThat(outcome.quantileMillis(0.99)).isEqualTo(99);
        assertThat(outcome.quantileMillis(1)).isEqualTo(100);
        assertThat(outcome.perSecond()).isEqualTo(50);
    }
}
