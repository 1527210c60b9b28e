package dev.tidemark.local.runtime.lambda;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One invocation, from the caller's request to its outcome. */
final class Invocation {

    final String requestId = UUID.randomUUID().toString();
    final CompletableFuture<InvocationOutcome> outcome = new CompletableFuture<>();

    @SuppressWarnings("ArrayRecordComponent")
    final byte[] payload;

    final @Nullable String affinity;

    Invocation(byte[] payload, @Nullable String affinity) {
        this.payload = payload;
        this.affinity = affinity;
    }

    void fail(String errorType, String message) {
        outcome.complete(InvocationOutcome.InvocationFailed.of(requestId, errorType, message));
    }
}
