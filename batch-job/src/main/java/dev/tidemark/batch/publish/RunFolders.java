package dev.tidemark.batch.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folders that one run has on this machine: scratch, and the staged report. A locked file says that the run is alive;
 * the operating system releases the lock however the process ends. So a run sweeps what dead ones have left, and leaves
 * alone what a run beside it works with.
 *
 * <pre>{@code
 * <work>/alive-<run>       locked while the run is alive
 * <work>/scratch-<run>/    the engine's
 * <work>/report-<run>/     the staged report, where there is no folder of reports
 * <report>/.staging-<run>/ the staged report, where there is one
 * }</pre>
 */
public final class RunFolders implements AutoCloseable {

    private static final String ALIVE = "alive-";
    private static final String SCRATCH = "scratch-";
    private static final String STAGED = "report-";
    private static final String STAGING = ".staging-";

    private final Path work;
    private final @Nullable Path report;
    private final String run;
    private final FileChannel alive;
    private boolean stagingStays;

    private RunFolders(Path work, @Nullable Path report, String run, FileChannel alive) {
        this.work = work;
        this.report = report;
        this.run = run;
        this.alive = alive;
    }

    /**
     * Makes the folders of a run, which is alive until this is closed or the process ends.
     *
     * @param work folder of the batch's own files
     * @param report folder of the reports, or null for none
     * @param run id of the run, which no other run has
     */
    public static RunFolders open(Path work, @Nullable Path report, String run) {
        Path absolute = work.toAbsolutePath();
        try {
            Files.createDirectories(absolute);
            FileChannel alive = FileChannel.open(
                    absolute.resolve(ALIVE + run), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            alive.lock();
            RunFolders folders = new RunFolders(absolute, report == null ? null : report.toAbsolutePath(), run, alive);
            Files.createDirectories(folders.scratch());
            return folders;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + work, e);
        }
    }

    /** Where the engine keeps what does not fit into memory. */
    public Path scratch() {
        return work.resolve(SCRATCH + run);
    }

    /** Where the report is written before it is published. */
    public Path staging() {
        return staging(run);
    }

    private Path staging(String ofRun) {
        return report == null ? work.resolve(STAGED + ofRun) : report.resolve(STAGING + ofRun);
    }

    /** Copies of the batch's objects. */
    public Path copies() {
        return work.resolve("copies");
    }

    /**
     * Sweeps what dead runs have left. The staged report of the published one, which died on its way to the report's
     * place, is put there.
     *
     * @param published id of the published run
     */
    public void sweep(Optional<String> published) {
        try {
            for (String dead : others()) {
                try (FileChannel channel = FileChannel.open(
                        work.resolve(ALIVE + dead), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    FileLock lock = tryLock(channel);
                    if (lock != null) {
                        bury(dead, published.filter(dead::equals).isPresent());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot sweep what earlier runs have left in " + work, e);
        }
    }

    /** The runs that have something here, but for this one. */
    private Set<String> others() throws IOException {
        Set<String> runs = new TreeSet<>();
        for (String prefix : List.of(ALIVE, SCRATCH, STAGED)) {
            addRuns(work, prefix, runs);
        }
        if (report != null && Files.isDirectory(report)) {
            addRuns(report, STAGING, runs);
        }
        runs.remove(run);
        return runs;
    }

    private static void addRuns(Path folder, String prefix, Set<String> runs) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .forEach(name -> runs.add(name.substring(prefix.length())));
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // The run is another thread of this process.
            return null;
        }
    }

    private void bury(String dead, boolean isPublished) throws IOException {
        Path staged = staging(dead);
        if (report != null && Files.isDirectory(staged)) {
            if (isPublished) {
                ReportFolder.replace(staged, report);
            } else {
                ReportFolder.takeBack(staged, report);
            }
        }
        ReportFolder.delete(work.resolve(STAGED + dead));
        ReportFolder.delete(work.resolve(SCRATCH + dead));
        Files.deleteIfExists(work.resolve(ALIVE + dead));
    }

    /** The staged report is the report from now on. */
    public void placeReport() {
        if (report == null) {
            return;
        }
        try {
            ReportFolder.replace(staging(), report);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot put the report in its place", e);
        }
    }

    /** The staged report stays where it is when this run ends, for the next one to decide about. */
    public void leaveStaging() {
        stagingStays = true;
    }

    /** Deletes what the run has no use for any more. */
    @Override
    public void close() {
        try (alive) {
            ReportFolder.delete(scratch());
            if (!stagingStays) {
                ReportFolder.delete(staging());
            }
            Files.deleteIfExists(work.resolve(ALIVE + run));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the folders of run " + run, e);
        }
    }
}
