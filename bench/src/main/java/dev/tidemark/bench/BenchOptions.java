package dev.tidemark.bench;

import dev.tidemark.bench.report.BenchResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every benchmark is told, and where its result goes. */
public final class BenchOptions {

    @Option(names = "--rounds", paramLabel = "N", description = "rounds; medians are reported (ingest 15, start 5)")
    @Nullable
    Integer rounds;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "the result as JSON (target/bench/<benchmark>-<time>.json)")
    @Nullable
    Path out;

    /**
     * How often each peer is measured, {@code >= 1}.
     *
     * @param unlessTold the benchmark's own number, for want of another
     * @throws BenchException if another was given, below 1
     */
    public int rounds(int unlessTold) {
        if (rounds != null && rounds < 1) {
            throw new BenchException("--rounds is " + rounds + ". Give 1 or more.");
        }
        return rounds == null ? unlessTold : rounds;
    }

    /** The checkout whose packages are measured, or a directory that has them in the same places. */
    public static Path home() {
        return Path.of(System.getProperty("tidemark.home", "."))
                .toAbsolutePath()
                .normalize();
    }

    /** Where processes log, and results go by default; it is there. */
    public static Path directory() {
        String property = System.getProperty("tidemark.bench");
        Path directory = property != null ? Path.of(property) : home().resolve("target/bench");
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new BenchException("cannot make " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Prints a result as a table and writes it as JSON. */
    public void publish(BenchResult result) {
        Path file = out != null ? out : directory().resolve(result.benchmark() + "-" + stamp(result.at()) + ".json");
        System.out.println(result.table());
        try {
            Files.write(file, result.json());
        } catch (IOException e) {
            throw new BenchException("cannot write " + file + ": " + e.getMessage() + ". Name another with --out.", e);
        }
        System.out.println(file);
    }

    private static String stamp(Instant at) {
        return DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss")
                .withZone(ZoneOffset.UTC)
                .format(at);
    }
}
