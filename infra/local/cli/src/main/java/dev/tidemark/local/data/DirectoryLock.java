package dev.tidemark.local.data;

import dev.tidemark.local.outcome.CannotRunException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One process a directory, by the operating system's lock on the file {@code tidemark.lock}: it goes with its process, however that
 * ends.
 */
final class DirectoryLock implements AutoCloseable {

    static final String FILE = "tidemark.lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock; empty if another process, or another part of this one, has it. */
    static Optional<DirectoryLock> tryTake(Path directory) {
        @Nullable FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            taken = tryLock(channel);
            return taken ? Optional.of(new DirectoryLock(channel)) : Optional.empty();
        } catch (IOException e) {
            throw new CannotRunException(
                    "data directory " + directory + " is not writable (" + e.getMessage()
                            + "). Change its permissions, or choose another --data.",
                    e);
        } finally {
            if (channel != null && !taken) {
                closeQuietly(channel);
            }
        }
    }

    /** Whether somebody has the lock, without creating anything. */
    static boolean isTaken(Path directory) {
        if (!Files.exists(directory.resolve(FILE))) {
            return false;
        }
        Optional<DirectoryLock> lock = tryTake(directory);
        lock.ifPresent(DirectoryLock::close);
        return lock.isEmpty();
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock goes with the process at the latest.
        }
    }
}
