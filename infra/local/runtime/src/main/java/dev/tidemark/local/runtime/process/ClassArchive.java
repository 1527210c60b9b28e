package dev.tidemark.local.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The classes that a program loads, archived for its next start, which maps them in place of reading, parsing and checking
 * them (application class-data sharing). The first process without an archive writes one when it ends in order; those after
 * it read that. Each Java has its own. Nothing here can fail a start: without an archive, a program starts as it always did.
 *
 * <p>The class path has to be the same for all of them, and of jars alone. A JVM passes over an archive of other jars, and of
 * the same jars in another place, so a directory that is moved or copied begins anew; but a
 * file that is cut short kills it: so a file's name ends with its checksum, and one that does not match is removed.
 */
public final class ClassArchive {

    /** A draft of this age is of a process that was killed: writing one takes seconds. */
    private static final Duration ABANDONED = Duration.ofMinutes(1);

    /** The exit code of a JVM that finds at its end that it cannot write an archive of its class path. */
    private static final int CANNOT_WRITE = 1;

    /** So often writing may fail, or make somebody wait longer than there is time. */
    static final int TRIES = 3;

    private static final String DRAFT = ".new";

    /**
     * How one process takes part.
     *
     * @param read the archive that it starts from
     * @param written the draft that it writes at its end; at most one of the two is there
     */
    public record Use(@Nullable Path read, @Nullable Path written) {

        /** Starts as if there were no archives. */
        public static final Use NONE = new Use(null, null);

        /** What its JVM has to be told. The JVM says nothing of the archive. */
        public List<String> flags() {
            if (read == null && written == null) {
                return List.of();
            }
            String archive = read != null ? "-XX:SharedArchiveFile=" + read : "-XX:ArchiveClassesAtExit=" + written;
            return List.of("-Xshare:auto", "-Xlog:disable", "-Xlog:all=error,cds*=off:stderr", archive);
        }
    }

    private final Path directory;
    private final String program;
    private final String prefix;
    private @Nullable Path current;
    private @Nullable Use writing;

    /**
     * An archive in a directory that exists; others may be there, and other processes may use the same one.
     *
     * @param name of the program and its jars: with other jars another name
     */
    public ClassArchive(Path directory, String name) {
        this.directory = directory;
        this.program = name + "-" + Runtime.version().toString().replaceAll("[^A-Za-z0-9.+-]", "_") + "-";
        this.prefix = program + placeOf(directory) + "-";
    }

    /** How the next process takes part. To be told of its end with {@link #ended}. */
    public synchronized Use next() {
        try {
            if (current == null || !Files.exists(current)) {
                current = find();
            }
            if (current != null) {
                return new Use(current, null);
            }
            if (writing != null || failedTooOften()) {
                return Use.NONE;
            }
        } catch (IOException e) {
            return Use.NONE;
        }
        writing = new Use(null, directory.resolve(prefix + UUID.randomUUID() + DRAFT));
        return writing;
    }

    /**
     * A process has ended. What it has written is the archive if it had started fully and ended in order. What it has read is
     * removed if it died at its start, in case the archive was the reason. Nothing happens when it is told again.
     *
     * @param started whether it came to do its work
     */
    public synchronized void ended(Use use, boolean started, int exitCode) {
        try {
            if (use.read() != null && !started && exitCode != 0) {
                Files.deleteIfExists(use.read());
                current = null;
            }
            if (use.written() != null && use.equals(writing)) {
                writing = null;
                if (started && exitCode == 0) {
                    publish(use.written());
                } else {
                    Files.deleteIfExists(use.written());
                    if (started && exitCode == CANNOT_WRITE) {
                        countFailure();
                    }
                }
            }
        } catch (IOException e) {
            // The next one starts without.
        }
    }

    /**
     * A process was killed because it did not end in time. If it was writing, that counts: after the third time nobody is
     * made to wait for the same again.
     */
    public synchronized void killedAtEnd(Use use) {
        if (use.written() != null) {
            try {
                Files.deleteIfExists(use.written());
                countFailure();
            } catch (IOException e) {
                // Then the next one tries again.
            }
        }
    }

    /** Holds a byte for each time that somebody waited in vain. */
    private Path failures() {
        return directory.resolve(prefix + "failed");
    }

    private void countFailure() throws IOException {
        Files.write(failures(), new byte[1], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private boolean failedTooOften() throws IOException {
        return Files.exists(failures()) && Files.size(failures()) >= TRIES;
    }

    /** A JVM takes an archive only where its jars are where they were: those of a directory that was moved are of no use. */
    private static String placeOf(Path directory) {
        CRC32C hash = new CRC32C();
        hash.update(directory.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(hash.getValue());
    }

    private void removeThoseOfOtherPlaces() throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, file -> {
            String name = file.getFileName().toString();
            return name.startsWith(program) && !name.startsWith(prefix);
        })) {
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void publish(Path draft) throws IOException {
        Path other = find();
        if (other != null) {
            Files.delete(draft);
            current = other;
            return;
        }
        removeThoseOfOtherPlaces();
        current =
                Files.move(draft, directory.resolve(prefix + checksum(draft) + ".jsa"), StandardCopyOption.ATOMIC_MOVE);
    }

    private @Nullable Path find() throws IOException {
        long now = System.currentTimeMillis();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            if (name.endsWith(DRAFT)) {
                if (Files.getLastModifiedTime(file).toMillis() < now - ABANDONED.toMillis()) {
                    Files.deleteIfExists(file);
                }
            } else if (name.endsWith(".jsa")) {
                if (name.equals(prefix + checksum(file) + ".jsa")) {
                    return file;
                }
                Files.deleteIfExists(file);
            }
        }
        return null;
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(
                directory, file -> file.getFileName().toString().startsWith(prefix))) {
            all.forEach(files::add);
        }
        return files;
    }

    private static String checksum(Path file) throws IOException {
        CRC32C checksum = new CRC32C();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            int count;
            while ((count = in.read(buffer)) >= 0) {
                checksum.update(buffer, 0, count);
            }
        }
        return Long.toHexString(checksum.getValue());
    }
}
