package dev.tidemark.local.runtime.lambda;

import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.LocalRuntimeException.RuntimeProblem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Unpacked functions by what they hold, shared by every platform of a checkout, so that they are unpacked once and their
 * classes archived once. An entry never changes, except that archives come to it. A process that uses one holds a lock on
 * it to its end; those that nobody holds go when there are newer ones.
 */
final class FunctionCache {

    /** Entries that stay though nobody uses them: the functions of a platform, and their last build. */
    static final int KEPT = 4;

    private static final String IN_USE = "in-use";
    private static final String DRAFT = ".new";

    /**
     * The locks of this process by entry, to its end: the operating system takes back all locks of a process on a file when the
     * process closes any channel to it, so each is opened once. Also what threads of this process exclude each other by,
     * which file locks do not do.
     */
    private static final Map<Path, FileChannel> HELD = new HashMap<>();

    private final Path shared;
    private final Path own;
    private final RuntimeClient client;
    private final Map<Path, UnpackedFunction> open = new HashMap<>();

    /**
     * @param shared where the entries are; created when missing
     * @param own where they are when the shared place cannot be written
     */
    FunctionCache(Path shared, Path own, RuntimeClient client) {
        this.shared = shared.toAbsolutePath().normalize();
        this.own = own.toAbsolutePath().normalize();
        this.client = client;
    }

    /**
     * A function's package, unpacked. The same package gives the same object.
     *
     * @throws LocalRuntimeException if there is no such package
     */
    synchronized UnpackedFunction unpacked(FunctionSpec function) throws IOException {
        Unpacking unpacking = read(function);
        Path entry;
        try {
            entry = take(shared, unpacking);
        } catch (IOException e) {
            entry = take(own, unpacking);
        }
        UnpackedFunction known = open.get(entry);
        if (known == null) {
            known = UnpackedFunction.in(entry);
            open.put(entry, known);
        }
        return known;
    }

    private Unpacking read(FunctionSpec function) throws IOException {
        try {
            return Unpacking.of(function.zip(), client);
        } catch (NoSuchFileException e) {
            throw new LocalRuntimeException(
                    RuntimeProblem.NOT_BUILT,
                    "the package of function " + function.name() + " is missing: " + function.zip()
                            + ". Build it: mvn package",
                    e);
        }
    }

    /** The entry, held; unpacked now if need be. One process at a time. */
    private static Path take(Path directory, Unpacking unpacking) throws IOException {
        Files.createDirectories(directory);
        Path entry = directory.resolve(unpacking.key());
        synchronized (HELD) {
            try (FileChannel channel = openLock(directory.resolve("lock"));
                    FileLock lock = channel.lock()) {
                if (!Files.exists(entry.resolve(IN_USE))) {
                    release(entry);
                    unpack(unpacking, entry);
                }
                hold(entry);
                removeUnused(directory);
            }
        }
        return entry;
    }

    private static FileChannel openLock(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static void unpack(Unpacking unpacking, Path entry) throws IOException {
        Path draft = entry.resolveSibling(entry.getFileName() + DRAFT);
        delete(draft);
        delete(entry);
        Files.createDirectory(draft);
        unpacking.into(draft);
        Files.createFile(draft.resolve(IN_USE));
        Files.move(draft, entry, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void hold(Path entry) throws IOException {
        Path file = entry.resolve(IN_USE);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        if (!HELD.containsKey(entry)) {
            FileChannel channel = openLock(file);
            channel.lock(0, Long.MAX_VALUE, true);
            HELD.put(entry, channel);
        }
    }

    private static void release(Path entry) throws IOException {
        FileChannel channel = HELD.remove(entry);
        if (channel != null) {
            channel.close();
        }
    }

    private static void removeUnused(Path directory) throws IOException {
        Map<Path, FileTime> lastUsed = new HashMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (Path entry : all) {
                Path file = entry.resolve(IN_USE);
                lastUsed.put(entry, Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0));
            }
        }
        List<Path> oldest = new ArrayList<>(lastUsed.keySet());
        oldest.sort(Comparator.<Path, FileTime>comparing(lastUsed::get).reversed());
        for (Path entry : oldest.subList(Math.min(KEPT, oldest.size()), oldest.size())) {
            if (!inUse(entry)) {
                delete(entry);
            }
        }
    }

    private static boolean inUse(Path entry) throws IOException {
        if (HELD.containsKey(entry)) {
            return true;
        }
        if (!Files.exists(entry.resolve(IN_USE))) {
            return false;
        }
        try (FileChannel channel = openLock(entry.resolve(IN_USE));
                FileLock lock = channel.tryLock()) {
            return lock == null;
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }
}
