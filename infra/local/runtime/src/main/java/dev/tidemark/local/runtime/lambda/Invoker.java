package dev.tidemark.local.runtime.lambda;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Something that can be invoked like a Lambda function. */
@FunctionalInterface
public interface Invoker {

    /** The most bytes that Lambda takes in one synchronous invocation, and the most that it returns. */
    int MAX_PAYLOAD = 6 * 1024 * 1024;

    /**
     * Invokes it.
     *
     * @param payload the event as JSON; not changed
     * @param affinity invocations of one affinity go to the instance that served it last, when that is idle; null for the
     *     instance used last of all. Lambda promises neither
     * @return completes normally, whatever happens to the function
     */
    CompletableFuture<InvocationOutcome> invoke(byte[] payload, @Nullable String affinity);

    default CompletableFuture<InvocationOutcome> invoke(byte[] payload) {
        return invoke(payload, null);
    }
}
