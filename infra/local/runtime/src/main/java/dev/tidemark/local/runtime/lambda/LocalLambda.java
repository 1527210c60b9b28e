package dev.tidemark.local.runtime.lambda;

import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.LocalRuntimeException.RuntimeProblem;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lambda on one machine: a Runtime API on loopback, and the functions deployed behind it. */
public final class LocalLambda implements AutoCloseable {

    private final RuntimeApi api;
    private final FunctionCache cache;
    private final Path logs;
    private final Map<String, FunctionPool> functions = new LinkedHashMap<>();

    private LocalLambda(RuntimeApi api, FunctionCache cache, Path logs) {
        this.api = api;
        this.cache = cache;
        this.logs = logs;
    }

    /**
     * Starts the Runtime API; no function yet.
     *
     * @param runtimeInterfaceClient directory of the client's jars
     * @param cache where functions are unpacked, for all that start with the same directory
     * @param workDirectory where they are unpacked when the cache cannot be written
     * @param logs where instances log, to {@code <function>-<n>.log}
     */
    public static LocalLambda start(
            Vertx vertx, Path runtimeInterfaceClient, Path cache, Path workDirectory, Path logs) {
        try {
            RuntimeClient client = RuntimeClient.in(runtimeInterfaceClient);
            return new LocalLambda(RuntimeApi.start(vertx), new FunctionCache(cache, workDirectory, client), logs);
        } catch (IOException e) {
            throw new LocalRuntimeException(
                    RuntimeProblem.NOT_BUILT, "cannot read " + runtimeInterfaceClient + ": " + e.getMessage(), e);
        }
    }

    /**
     * Deploys a function; its first instance starts with its first invocation.
     *
     * @throws LocalRuntimeException if its package is missing
     * @throws IllegalArgumentException if there is one of that name
     */
    public synchronized Invoker deploy(FunctionSpec function) {
        if (functions.containsKey(function.name())) {
            throw new IllegalArgumentException("deployed twice: " + function.name());
        }
        FunctionPool pool = new FunctionPool(launcher(function, 1));
        functions.put(function.name(), pool);
        return pool;
    }

    /**
     * Puts a new version behind a function, as moving a Lambda alias does: invocations that no instance has yet go to new
     * instances, and the old ones finish what they have and end. Whoever invokes it goes on as before.
     *
     * @param zip the new version's package
     * @throws LocalRuntimeException if the package is missing; the old version stays then
     * @throws IllegalArgumentException if there is no such function
     */
    public synchronized void redeploy(String function, Path zip) {
        FunctionPool pool = pool(function);
        InstanceLauncher now = pool.launcher();
        pool.replace(launcher(now.function().withZip(zip), now.version() + 1));
    }

    private InstanceLauncher launcher(FunctionSpec function, int version) {
        try {
            return new InstanceLauncher(function, version, cache.unpacked(function), logs, api);
        } catch (IOException e) {
            throw new LocalRuntimeException(
                    RuntimeProblem.DATA_DIRECTORY, "cannot unpack " + function.zip() + ": " + e.getMessage(), e);
        }
    }

    /** Starts instances of a function ahead of its first invocations, as provisioned concurrency does. */
    public void warm(String function, int instances) {
        pool(function).warm(instances);
    }

    /**
     * Kills an instance that is inside an invocation, with SIGKILL.
     *
     * @return false if none was, or if the one chosen had answered before it died
     */
    public boolean killBusyInstance(String function) {
        return pool(function).killBusyInstance();
    }

    /** Counters of a function since its deployment. */
    public FunctionStats stats(String function) {
        return pool(function).stats();
    }

    private synchronized FunctionPool pool(String function) {
        FunctionPool pool = functions.get(function);
        if (pool == null) {
            throw new IllegalArgumentException("no function '" + function + "', only " + functions.keySet());
        }
        return pool;
    }

    /** Lets invocations in flight end, for up to the time given, and ends every instance. */
    public synchronized void close(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        functions.values().forEach(FunctionPool::refuse);
        functions.values().forEach(pool -> pool.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
        functions.values().forEach(FunctionPool::end);
        functions.values().forEach(FunctionPool::close);
        api.close();
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(30));
    }
}
