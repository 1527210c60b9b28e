package dev.tidemark.local.lambda;

import dev.tidemark.local.LocalPlatformException;
import dev.tidemark.local.LocalPlatformException.Problem;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lambda on one machine: a Runtime API on loopback, and the functions deployed behind it. */
public final class LocalLambda implements AutoCloseable {

    private final RuntimeApi api;
    private final RuntimeClient client;
    private final FunctionFiles files;
    private final Path bootstrap;
    private final Path logs;
    private final Map<String, FunctionPool> functions = new LinkedHashMap<>();

    private LocalLambda(RuntimeApi api, RuntimeClient client, FunctionFiles files, Path bootstrap, Path logs) {
        this.api = api;
        this.client = client;
        this.files = files;
        this.bootstrap = bootstrap;
        this.logs = logs;
    }

    /**
     * Starts the Runtime API; no function yet.
     *
     * @param runtimeInterfaceClient directory of the client's jars
     * @param workDirectory where functions are unzipped
     * @param logs where instances log, to {@code <function>-<n>.log}
     */
    public static LocalLambda start(Vertx vertx, Path runtimeInterfaceClient, Path workDirectory, Path logs) {
        try {
            FunctionFiles files = new FunctionFiles(workDirectory);
            Path bootstrap = files.bootstrap();
            RuntimeClient client = RuntimeClient.prepare(runtimeInterfaceClient, bootstrap);
            return new LocalLambda(RuntimeApi.start(vertx), client, files, bootstrap, logs);
        } catch (IOException e) {
            throw new LocalPlatformException(
                    Problem.DATA_DIRECTORY, "cannot prepare " + workDirectory + ": " + e.getMessage(), e);
        }
    }

    /**
     * Deploys a function; its first instance starts with its first invocation.
     *
     * @throws LocalPlatformException if its package is missing
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
     * @throws LocalPlatformException if the package is missing; the old version stays then
     * @throws IllegalArgumentException if there is no such function
     */
    public synchronized void redeploy(String function, Path zip) {
        FunctionPool pool = pool(function);
        InstanceLauncher now = pool.launcher();
        pool.replace(launcher(now.function().withZip(zip), now.version() + 1));
    }

    private InstanceLauncher launcher(FunctionSpec function, int version) {
        try {
            Path task = files.unzip(function, version);
            return new InstanceLauncher(function, version, task, bootstrap, client, logs, api);
        } catch (IOException e) {
            throw new LocalPlatformException(
                    Problem.DATA_DIRECTORY, "cannot unzip " + function.zip() + ": " + e.getMessage(), e);
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
        functions.values().forEach(FunctionPool::close);
        api.close();
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(30));
    }
}
