package dev.tidemark.local.runtime.process;

import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.LocalRuntimeException.RuntimeProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process that ends with this one. Its standard input is a pipe that this process holds and never writes to; the
 * program on the other side has to end when it reads the pipe's end. Output and errors go to one bounded log.
 */
public final class ChildProcess implements AutoCloseable {

    /** How long a child has to end by itself before it is killed. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final String name;
    private final Path log;
    private final Process process;
    private final RecentLines recent = new RecentLines();
    private long endBy;

    private ChildProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts a program with exactly the environment given, plus the search path, and UTF-8 for names of files: without a
     * locale a Java cannot so much as open what is called "Zähler".
     *
     * @param name what messages and threads call it
     * @param log the file that takes what it prints; replaced
     * @throws IOException if the program cannot be started
     */
    public static ChildProcess start(
            String name, List<String> command, Path directory, Map<String, String> environment, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(directory.toFile());
        builder.redirectErrorStream(true);
        String path = System.getenv("PATH");
        builder.environment().clear();
        if (path != null) {
            builder.environment().put("PATH", path);
        }
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        BoundedLog output = BoundedLog.open(log);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            output.close();
            throw e;
        }
        ChildProcess child = new ChildProcess(name, log, process);
        Thread pump = new Thread(() -> child.pump(output), name + "-output");
        pump.setDaemon(true);
        pump.start();
        return child;
    }

    private void pump(BoundedLog output) {
        byte[] buffer = new byte[8192];
        try (output;
                InputStream in = process.getInputStream()) {
            int count;
            while ((count = in.read(buffer)) >= 0) {
                output.write(buffer, count);
                recent.accept(buffer, count);
            }
        } catch (IOException e) {
            // The pipe breaks when the process is killed: there is nothing left to read.
        }
    }

    /**
     * Waits for a line that starts with a prefix, among the first that the process prints.
     *
     * @return the rest of that line
     * @throws LocalRuntimeException if the process ends, or the time does, before the line is there
     */
    public String awaitLine(String prefix, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (true) {
                boolean alive = process.isAlive();
                Optional<String> rest = recent.after(prefix);
                if (rest.isPresent()) {
                    return rest.get();
                }
                if (!alive) {
                    // The pump may be a few lines behind a process that has just ended.
                    recent.await(200);
                    throw new LocalRuntimeException(
                            RuntimeProblem.CHILD_PROCESS,
                            name + " ended at its start with code " + process.exitValue() + ": "
                                    + String.join(" | ", recent.all()) + ". See " + log);
                }
                if (System.nanoTime() > end) {
                    throw new LocalRuntimeException(
                            RuntimeProblem.TIMEOUT,
                            name + " did not start within " + atMost.toSeconds() + " seconds. See " + log);
                }
                recent.await(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalRuntimeException(RuntimeProblem.TIMEOUT, "interrupted while " + name + " was starting", e);
        }
    }

    public String name() {
        return name;
    }

    /** The file that takes what it prints. */
    public Path log() {
        return log;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The last lines that it printed, oldest first. */
    public List<String> recentLines() {
        return recent.all();
    }

    /** Completes with the exit code. */
    public CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Ends it at once, without a chance to clean up: SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Lets it end by itself, by closing its input, and does not wait for that. */
    public synchronized void end() {
        if (endBy != 0) {
            return;
        }
        endBy = System.nanoTime() + GRACE.toNanos();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // Already gone.
        }
    }

    /**
     * {@linkplain #end() Lets it end}, and kills it when that takes more than 5 seconds.
     *
     * @return its exit code; empty if it was killed
     */
    public OptionalInt awaitEnd() {
        end();
        long nanos;
        synchronized (this) {
            nanos = endBy - System.nanoTime();
        }
        try {
            if (process.waitFor(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
                return OptionalInt.of(process.exitValue());
            }
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        return OptionalInt.empty();
    }

    /** Lets it end by itself; kills it when that takes more than 5 seconds. */
    @Override
    public void close() {
        awaitEnd();
    }
}
