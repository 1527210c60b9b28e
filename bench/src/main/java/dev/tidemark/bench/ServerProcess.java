package dev.tidemark.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program under measurement, in a process of its own that ends with this one. */
public final class ServerProcess implements AutoCloseable {

    /** The key that servers under measurement are told to accept. */
    public static final String KEY = "bench";

    /** The SHA-256 of {@link #KEY}. */
    public static final String KEY_HASH = "1b32c28cb38c05480eccc1bd60ff97029b57a05c96718b96dad7e9d84894f549";

    /** Of the times in /proc; the same on every Linux. */
    private static final long MILLIS_A_TICK = 10;

    private static final Duration START = Duration.ofSeconds(90);

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread endWithUs;

    private ServerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.endWithUs = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(endWithUs);
    }

    /**
     * Starts it.
     *
     * @param environment in addition to this process's own
     */
    public static ServerProcess start(String name, List<String> command, Map<String, String> environment) {
        Path log = BenchOptions.directory().resolve(name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            return new ServerProcess(name, builder.start(), log);
        } catch (IOException e) {
            throw new BenchException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /** The Java that this process runs on. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A port that was free a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BenchException("no free port: " + e.getMessage(), e);
        }
    }

    /** Waits until it takes connections on a port of the loopback address. */
    public void awaitPort(int port) {
        long end = System.nanoTime() + START.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new BenchException(name + " does not take connections. See " + log, notYet);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    /** User and system time of all its threads so far; on Linux in steps of 10 ms. */
    public Duration cpu() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new BenchException(
                        process.isAlive()
                                ? "this system does not tell the CPU time of " + name
                                : name + " has ended. See " + log));
    }

    /**
     * User and system time of its compiler's threads, as far as they are still there; nothing where the system does not
     * tell the time of threads, which is anywhere but on Linux.
     */
    public Optional<Duration> compilerCpu() {
        long ticks = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", "" + pid(), "task"))) {
            for (Path thread : threads) {
                ticks += ticksIfCompiler(thread);
            }
        } catch (IOException noSuchDirectory) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(ticks * MILLIS_A_TICK));
    }

    private static long ticksIfCompiler(Path thread) {
        try {
            if (!Files.readString(thread.resolve("comm")).contains("CompilerThre")) {
                return 0;
            }
            String stat = Files.readString(thread.resolve("stat"));
            // The name before may hold spaces; utime and stime are the 12th and 13th field behind it. See proc(5).
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (IOException ended) {
            return 0;
        }
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(endWithUs);
        } catch (IllegalStateException endingAlready) {
            // The JVM is ending already, so the hook runs anyway.
        }
    }
}
