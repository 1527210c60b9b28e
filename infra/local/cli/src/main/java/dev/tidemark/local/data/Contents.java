package dev.tidemark.local.data;

import dev.tidemark.local.outcome.CannotRunException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Forgetting what is in a data directory. */
final class Contents {

    /** What a start that was cut short before the binding may have left. */
    private static final Set<String> REMAINDERS = Set.of(DirectoryLock.FILE, Binding.FILE + ".new");

    private Contents() {}

    static boolean isRemainder(Path entry) {
        return REMAINDERS.contains(entry.getFileName().toString());
    }

    /**
     * Deletes everything in the directory but the held lock; links are removed, not followed. The binding goes last, so
     * that an interrupted deletion leaves a directory that can still be told for tidemark's.
     */
    static void delete(Path directory) {
        Path lock = directory.resolve(DirectoryLock.FILE);
        Path binding = directory.resolve(Binding.FILE);
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (!file.equals(lock) && !file.equals(binding)) {
                        Files.delete(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    if (!visited.equals(directory)) {
                        Files.delete(visited);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
            Files.deleteIfExists(binding);
        } catch (IOException e) {
            throw new CannotRunException(
                    "data directory " + directory + " cannot be emptied: " + e.getMessage()
                            + ". Change its permissions, or choose another --data.",
                    e);
        }
    }
}
