package dev.tidemark.batch.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Puts a staged report in the place of the one before: each day's folder as one, by renaming. */
public final class ReportFolder {

    private ReportFolder() {}

    /**
     * Moves everything from the staging folder, which lies in the report's own, into the report.
     *
     * @throws IOException if a folder cannot be renamed
     */
    public static void replace(Path staging, Path report) throws IOException {
        List<Path> entries;
        try (Stream<Path> list = Files.list(staging)) {
            entries = list.sorted().toList();
        }
        for (Path entry : entries) {
            Path target = report.resolve(entry.getFileName().toString());
            if (Files.isDirectory(entry) && Files.exists(target)) {
                Path old = staging.resolve("." + entry.getFileName() + ".old");
                Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
                Files.move(entry, target, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.move(entry, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        delete(staging);
    }

    /** Deletes a folder and all in it; nothing where there is none. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
