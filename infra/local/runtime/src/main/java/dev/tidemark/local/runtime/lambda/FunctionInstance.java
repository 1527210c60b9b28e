package dev.tidemark.local.runtime.lambda;

import dev.tidemark.local.runtime.process.ChildProcess;
import dev.tidemark.local.runtime.process.ClassArchive;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One execution environment: a JVM that takes one invocation at a time. It starts, asks for its first invocation, is idle
 * until it gets one, and is busy until it has answered and asked again. Its own lock guards its state and is held only
 * for a moment; the pool is called without it.
 */
final class FunctionInstance {

    private final String id = UUID.randomUUID().toString();
    private final int number;
    private final FunctionPool pool;
    private final InstanceLauncher launcher;
    private final FunctionSpec function;
    private final ClassArchive archive;
    private volatile ClassArchive.Use archiveUse = ClassArchive.Use.NONE;

    private @Nullable ChildProcess process;
    private @Nullable HttpServerResponse waiting;
    private @Nullable Invocation current;
    private boolean asked;
    private boolean counted;
    private @Nullable String initError;

    FunctionInstance(int number, FunctionPool pool, InstanceLauncher launcher) {
        this.number = number;
        this.pool = pool;
        this.launcher = launcher;
        this.function = launcher.function();
        this.archive = launcher.unpacked().archive();
    }

    String id() {
        return id;
    }

    /** Of its version. */
    InstanceLauncher launcher() {
        return launcher;
    }

    int number() {
        return number;
    }

    /**
     * Starts its process.
     *
     * @throws IOException if it cannot be started
     */
    void launch() throws IOException {
        archiveUse = archive.next();
        try {
            started(launcher.launch(this, archiveUse));
        } catch (IOException e) {
            archive.ended(archiveUse, false, -1);
            throw e;
        }
    }

    private synchronized void started(ChildProcess child) {
        process = child;
        child.exit().thenAccept(this::ended);
    }

    /** The runtime asks for the next invocation. */
    void next(HttpServerResponse response) {
        @Nullable Invocation unanswered;
        synchronized (this) {
            asked = true;
            waiting = response;
            unanswered = current;
            current = null;
        }
        if (unanswered != null) {
            unanswered.fail("Runtime.InvalidResponse", "the runtime asked for the next invocation without an answer");
        }
        pool.idle(this);
    }

    /** Gives it an invocation; only while it is idle. */
    void take(Invocation invocation) {
        HttpServerResponse response;
        long deadline = System.currentTimeMillis() + function.timeout().toMillis();
        synchronized (this) {
            response = waiting;
            waiting = null;
            current = invocation;
        }
        if (response == null) {
            invocation.fail("Runtime.ExitError", "the instance ended before it got the invocation");
            return;
        }
        // A copy, so that the time's end completes it and not the outcome; an outcome in time cancels the timer.
        invocation
                .outcome
                .copy()
                .orTimeout(function.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(late -> {
                    timedOut(invocation);
                    return new InvocationOutcome.Throttled();
                });
        response.putHeader("Content-Type", "application/json")
                .putHeader("Lambda-Runtime-Aws-Request-Id", invocation.requestId)
                .putHeader("Lambda-Runtime-Deadline-Ms", Long.toString(deadline))
                .putHeader("Lambda-Runtime-Invoked-Function-Arn", function.arn())
                .putHeader("Lambda-Runtime-Trace-Id", unsampledTrace())
                .end(Buffer.buffer(invocation.payload))
                .onFailure(gone -> kill());
    }

    /** An X-Ray trace header. */
    private static String unsampledTrace() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format(
                "Root=1-%08x-%08x%016x;Parent=%016x;Sampled=0",
                System.currentTimeMillis() / 1000, random.nextInt(), random.nextLong(), random.nextLong());
    }

    /** The runtime answers; null for an answer that is too large. */
    boolean returned(String requestId, byte @Nullable [] payload) {
        Invocation invocation = finish(requestId);
        if (invocation == null) {
            return false;
        }
        if (payload == null || payload.length > Invoker.MAX_PAYLOAD) {
            invocation.fail(
                    "Function.ResponseSizeTooLarge",
                    "Response payload size exceeded maximum allowed payload size (" + Invoker.MAX_PAYLOAD + " bytes).");
        } else {
            invocation.outcome.complete(new InvocationOutcome.Returned(requestId, payload));
        }
        return true;
    }

    boolean failed(String requestId, String errorType, byte @Nullable [] payload) {
        Invocation invocation = finish(requestId);
        if (invocation == null) {
            return false;
        }
        byte[] error = payload == null ? new byte[0] : payload;
        invocation.outcome.complete(new InvocationOutcome.InvocationFailed(requestId, errorType, error));
        return true;
    }

    private synchronized @Nullable Invocation finish(String requestId) {
        Invocation invocation = current;
        if (invocation == null || !invocation.requestId.equals(requestId)) {
            return null;
        }
        current = null;
        return invocation;
    }

    synchronized void initError(byte[] error) {
        initError = new String(error, StandardCharsets.UTF_8);
    }

    private void timedOut(Invocation invocation) {
        if (finish(invocation.requestId) != null) {
            invocation.fail(
                    "Sandbox.Timedout",
                    "RequestId: " + invocation.requestId + " Error: Task timed out after " + seconds(function.timeout())
                            + " seconds");
            kill();
        }
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f", duration.toMillis() / 1000.0);
    }

    private void ended(int exitCode) {
        @Nullable Invocation lost;
        boolean ready;
        String reason;
        synchronized (this) {
            lost = current;
            current = null;
            waiting = null;
            ready = asked;
            reason = initError == null ? "exit code " + exitCode : initError;
        }
        archive.ended(archiveUse, ready, exitCode);
        if (lost != null) {
            lost.fail(
                    "Runtime.ExitError",
                    "RequestId: " + lost.requestId + " Error: Runtime exited with error: " + reason);
        }
        pool.ended(this, ready ? null : "the instance ended at its start: " + reason + printed());
    }

    private synchronized String printed() {
        ChildProcess child = process;
        return child == null ? "" : "; " + String.join(" | ", child.recentLines());
    }

    /** Kills it if it is inside an invocation, and waits for its end; true if the invocation ended with it. */
    boolean killIfBusy() {
        Invocation invocation;
        synchronized (this) {
            invocation = current;
        }
        if (invocation == null) {
            return false;
        }
        kill();
        return invocation.outcome.join() instanceof InvocationOutcome.InvocationFailed failed
                && failed.errorType().equals("Runtime.ExitError");
    }

    synchronized boolean busy() {
        return current != null;
    }

    /** True once: the instance has left its start behind. */
    synchronized boolean firstTime() {
        boolean first = !counted;
        counted = true;
        return first;
    }

    synchronized boolean ready() {
        return asked;
    }

    private synchronized @Nullable ChildProcess process() {
        return process;
    }

    void kill() {
        ChildProcess child = process();
        if (child != null) {
            child.kill();
        }
    }

    /** Lets it end by itself and does not wait for that. */
    void end() {
        ChildProcess child = process();
        if (child != null) {
            child.end();
        }
    }

    /** Lets it end by itself; kills it when that takes too long. Its class archive is in its place then. */
    void close() {
        ChildProcess child = process();
        if (child != null) {
            child.awaitEnd()
                    .ifPresentOrElse(
                            code -> archive.ended(archiveUse, ready(), code), () -> archive.killedAtEnd(archiveUse));
        }
    }
}
