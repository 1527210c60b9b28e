package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OwnContextTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void whoWaitsOnAContextGoesOnThere() {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        try {
            CompletableFuture<Integer> shared = new CompletableFuture<>();
            List<CompletableFuture<Boolean>> stayed = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Context own = vertx.getOrCreateContext();
                CompletableFuture<Void> waits = new CompletableFuture<>();
                CompletableFuture<Boolean> stays = new CompletableFuture<>();
                own.runOnContext(here -> {
                    OwnContext.continueOn(Uni.createFrom().completionStage(shared))
                            .subscribe()
                            .with(answer -> stays.complete(Vertx.currentContext() == own));
                    waits.complete(null);
                });
                assertThat(waits).succeedsWithin(SOON);
                stayed.add(stays);
            }

            shared.complete(1);

            assertThat(stayed)
                    .allSatisfy(stays -> assertThat(stays).succeedsWithin(SOON).isEqualTo(true));
        } finally {
            vertx.close();
        }
    }

    @Test
    void whoHasNoContextGoesOnWhereTheAnswerCame() {
        CompletableFuture<Integer> shared = new CompletableFuture<>();
        CompletableFuture<Thread> goesOn = new CompletableFuture<>();
        OwnContext.continueOn(Uni.createFrom().completionStage(shared))
                .subscribe()
                .with(answer -> goesOn.complete(Thread.currentThread()));

        shared.complete(1);

        assertThat(goesOn).isCompletedWithValue(Thread.currentThread());
    }
}
