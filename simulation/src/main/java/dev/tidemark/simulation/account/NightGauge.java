package dev.tidemark.simulation.account;

import com.sun.management.ThreadMXBean;
import dev.tidemark.batch.line.NightStage;
import dev.tidemark.batch.line.StageRunner;
import dev.tidemark.batch.sql.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Looks at the end of each stage of a night what it takes of its machine. */
final class NightGauge implements StageRunner {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Path scratch;
    private final long allocatedBefore = allocated();
    private long scratchBytes;
    private long engineBytes;

    /**
     * Of a night that begins now.
     *
     * @param scratch its folder
     */
    NightGauge(Path scratch) {
        this.scratch = scratch;
    }

    @Override
    public <I, O> O run(Database database, NightStage<I, O> stage, I input) {
        O output = stage.run(input);
        scratchBytes = Math.max(scratchBytes, size(scratch));
        engineBytes = Math.max(engineBytes, database.row("dialect.memory", Map.of(), row -> row.getLong("bytes")));
        return output;
    }

    /** What it was at most, until now. */
    NightTake taken() {
        return new NightTake(scratchBytes, engineBytes, allocated() - allocatedBefore);
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static long size(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.mapToLong(NightGauge::bytes).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long bytes(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
