package dev.tidemark.batch.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts a staged report in the place of the one before: each day's folder as one, by renaming. If the process ends
 * midway, the staging folder remains, and {@link #replace} or {@link #takeBack} completes it.
 */
final class ReportFolder {

    private static final String BEFORE = ".before-";

    private ReportFolder() {}

    /**
     * Moves everything from the staging folder, which lies in the report's own, into the report. Goes on where another call
     * was stopped.
     *
     * @throws IOException if a folder cannot be renamed
     */
    static void replace(Path staging, Path report) throws IOException {
        for (Path entry : entries(staging)) {
            String name = entry.getFileName().toString();
            if (name.startsWith(BEFORE)) {
                continue;
            }
            Path target = report.resolve(name);
            if (Files.isDirectory(entry) && Files.exists(target)) {
                Files.move(target, staging.resolve(BEFORE + name), StandardCopyOption.ATOMIC_MOVE);
                Files.move(entry, target, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.move(entry, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        delete(staging);
    }

    /**
     * Deletes the staging folder; a day's folder that was moved away, and that nothing has taken the place of, goes back.
     *
     * @throws IOException if a folder cannot be renamed or deleted
     */
    static void takeBack(Path staging, Path report) throws IOException {
        for (Path entry : entries(staging)) {
            String name = entry.getFileName().toString();
            if (name.startsWith(BEFORE)) {
                Path target = report.resolve(name.substring(BEFORE.length()));
                if (!Files.exists(target)) {
                    Files.move(entry, target, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
        delete(staging);
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.sorted().toList();
        }
    }

    /** Deletes a folder and all in it; nothing where there is none. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
