package dev.tidemark.local.cli;

import dev.tidemark.local.data.DataDirectory;
import dev.tidemark.local.outcome.CannotRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Which data directory a reading command means when none is named. */
final class DefaultData {

    private DefaultData() {}

    /**
     * The one in use among those below {@code parent}; otherwise the one used last.
     *
     * @throws CannotRunException if there is none, or more than one is in use
     */
    static Path latest(Path parent) {
        List<Path> all = below(parent);
        List<Path> inUse = all.stream().filter(DataDirectory::isHeld).toList();
        if (inUse.size() > 1) {
            throw new CannotRunException(
                    "more than one data directory is in use: " + inUse + ". Name one with --data.");
        }
        return inUse.stream()
                .findFirst()
                .or(() -> all.stream().max(Comparator.comparing(DataDirectory::usedLast)))
                .orElseThrow(() -> new CannotRunException("there is no data directory below "
                        + parent.toAbsolutePath()
                        + ". './tidemark up' or './tidemark replay FILE' makes one; --data names"
                        + " one elsewhere."));
    }

    private static List<Path> below(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(DataDirectory::isDataDirectory).sorted().toList();
        } catch (IOException e) {
            throw new CannotRunException(parent + " cannot be listed: " + e.getMessage() + ".", e);
        }
    }
}
