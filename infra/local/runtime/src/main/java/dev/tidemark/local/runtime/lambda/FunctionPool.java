package dev.tidemark.local.runtime.lambda;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one function and the invocations that wait for them, in order of arrival. An invocation goes to the
 * idle instance that served its affinity last, else to the one used last; without an idle one, another is started, up to
 * the function's bound. An instance that ends at its start fails the invocation that has waited longest, so that a
 * function that cannot start does not keep its callers for ever. Instances of a version that has been replaced get no
 * invocation and end as soon as they have none; the bound on instances is that of the newest version alone.
 */
final class FunctionPool implements Invoker {

    private static final Duration INIT_TIMEOUT = Duration.ofSeconds(90);

    private InstanceLauncher launcher;

    private final Set<FunctionInstance> instances = new LinkedHashSet<>();
    private final Set<FunctionInstance> replaced = new LinkedHashSet<>();
    private final Deque<FunctionInstance> idle = new ArrayDeque<>();
    private final Deque<Invocation> queue = new ArrayDeque<>();
    private final Map<String, FunctionInstance> servedLast = new HashMap<>();
    private int starting;
    private int inFlight;
    private int lastNumber;
    private boolean refusing;
    private boolean closed;
    private long invocations;
    private long errors;
    private long throttles;

    FunctionPool(InstanceLauncher launcher) {
        this.launcher = launcher;
    }

    /** Of the newest version. */
    synchronized InstanceLauncher launcher() {
        return launcher;
    }

    /** Starts instances of this version from now on, and ends those that there are, each with its invocation. */
    void replace(InstanceLauncher newer) {
        List<FunctionInstance> unused;
        synchronized (this) {
            launcher = newer;
            unused = List.copyOf(idle);
            idle.clear();
            servedLast.clear();
            replaced.addAll(instances);
            instances.clear();
            starting = 0;
        }
        unused.forEach(FunctionPool::endAlone);
        dispatch();
    }

    /** Lets an idle instance end by itself, which takes a moment that no caller has to wait for. */
    private static void endAlone(FunctionInstance instance) {
        Thread ending = new Thread(instance::close, "instance-" + instance.number() + "-end");
        ending.setDaemon(true);
        ending.start();
    }

    @Override
    public CompletableFuture<InvocationOutcome> invoke(byte[] payload, @Nullable String affinity) {
        if (payload.length > MAX_PAYLOAD) {
            return CompletableFuture.completedFuture(new InvocationOutcome.TooLarge(payload.length));
        }
        Invocation invocation = new Invocation(payload, affinity);
        synchronized (this) {
            boolean full = queue.size() >= launcher.function().maxQueued() + capacity();
            if (refusing || full) {
                throttles++;
                return CompletableFuture.completedFuture(new InvocationOutcome.Throttled());
            }
            inFlight++;
            queue.addLast(invocation);
        }
        invocation.outcome.thenAccept(this::count);
        dispatch();
        return invocation.outcome;
    }

    /** Invocations that need not wait: for idle instances and those that are, or may be, started. */
    private int capacity() {
        return idle.size() + starting + launcher.function().maxConcurrency() - instances.size();
    }

    private synchronized void count(InvocationOutcome outcome) {
        inFlight--;
        invocations++;
        if (outcome instanceof InvocationOutcome.InvocationFailed) {
            errors++;
        }
        notifyAll();
    }

    private record Assignment(FunctionInstance instance, Invocation invocation) {}

    /** Pairs waiting invocations with idle instances, and starts instances for the rest. */
    private void dispatch() {
        List<Assignment> assignments = new ArrayList<>();
        List<FunctionInstance> fresh = new ArrayList<>();
        synchronized (this) {
            while (!queue.isEmpty() && !idle.isEmpty()) {
                Invocation invocation = queue.removeFirst();
                assignments.add(new Assignment(choose(invocation.affinity), invocation));
            }
            while (!closed
                    && starting < queue.size()
                    && instances.size() < launcher.function().maxConcurrency()) {
                fresh.add(add());
            }
        }
        assignments.forEach(assignment -> assignment.instance().take(assignment.invocation()));
        fresh.forEach(this::launch);
    }

    private FunctionInstance choose(@Nullable String affinity) {
        FunctionInstance chosen = affinity == null ? null : servedLast.get(affinity);
        if (chosen == null || !idle.remove(chosen)) {
            chosen = idle.removeFirst();
        }
        if (affinity != null) {
            servedLast.put(affinity, chosen);
        }
        return chosen;
    }

    private FunctionInstance add() {
        FunctionInstance instance = new FunctionInstance(++lastNumber, this, launcher);
        instances.add(instance);
        starting++;
        return instance;
    }

    private void launch(FunctionInstance instance) {
        instance.launcher().api().register(instance);
        try {
            instance.launch();
            CompletableFuture.delayedExecutor(INIT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> {
                        if (!instance.ready()) {
                            instance.kill();
                        }
                    });
        } catch (IOException e) {
            ended(instance, "the instance could not be started: " + e.getMessage());
        }
    }

    synchronized void warm(int count) {
        List<FunctionInstance> fresh = new ArrayList<>();
        while (instances.size() < Math.min(count, launcher.function().maxConcurrency())) {
            fresh.add(add());
        }
        fresh.forEach(this::launch);
    }

    /** The instance has asked for an invocation. */
    void idle(FunctionInstance instance) {
        boolean unused;
        synchronized (this) {
            unused = replaced.contains(instance);
            if (!unused && !instances.contains(instance)) {
                return;
            }
            if (!unused) {
                if (instance.firstTime()) {
                    starting--;
                }
                idle.addFirst(instance);
            }
        }
        if (unused) {
            endAlone(instance);
        } else {
            dispatch();
        }
    }

    /** The instance's process is gone; with the reason if it never asked for an invocation. */
    void ended(FunctionInstance instance, @Nullable String failedStart) {
        instance.launcher().api().unregister(instance);
        @Nullable Invocation failed = null;
        synchronized (this) {
            if (replaced.remove(instance) || !instances.remove(instance)) {
                return;
            }
            idle.remove(instance);
            servedLast.values().removeIf(instance::equals);
            if (failedStart != null) {
                starting--;
                failed = queue.pollFirst();
            }
        }
        if (failed != null && failedStart != null) {
            failed.fail("Runtime.ExitError", failedStart);
        }
        dispatch();
    }

    boolean killBusyInstance() {
        return alive().stream()
                .filter(FunctionInstance::busy)
                .findFirst()
                .map(FunctionInstance::killIfBusy)
                .orElse(false);
    }

    private synchronized List<FunctionInstance> alive() {
        List<FunctionInstance> all = new ArrayList<>(replaced);
        all.addAll(instances);
        return all;
    }

    synchronized FunctionStats stats() {
        return new FunctionStats(
                invocations, errors, throttles, lastNumber, replaced.size() + instances.size(), idle.size());
    }

    /** Takes no more invocations. */
    synchronized void refuse() {
        refusing = true;
    }

    /** Waits until nothing waits and nothing runs, for up to the time given. */
    synchronized void drain(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (inFlight > 0 && System.nanoTime() < end) {
                wait(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Fails what waits and lets every instance end by itself; {@link #close} waits for them. */
    void end() {
        List<FunctionInstance> all;
        List<Invocation> abandoned;
        synchronized (this) {
            refusing = true;
            closed = true;
            all = alive();
            abandoned = List.copyOf(queue);
            queue.clear();
        }
        abandoned.forEach(invocation -> invocation.fail("Runtime.ExitError", "the function was closed"));
        all.forEach(FunctionInstance::end);
    }

    /** Returns when every instance has ended. */
    void close() {
        end();
        alive().forEach(FunctionInstance::close);
    }
}
