package dev.tidemark.local.data;

import dev.tidemark.domain.view.Views;
import dev.tidemark.local.outcome.CannotRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A data directory that this process holds until {@link #close}. Stream, tables, bucket and reports of a local run live in
 * it and survive a restart.
 *
 * <p>It belongs to one views file and one clock. With others it is refused: watermarks never move back, and cells of one
 * definition are no cells of another. The two ways out are {@code --fresh} (forget what is there) and another
 * {@code --data}.
 */
public final class DataDirectory implements AutoCloseable {

    private static final String WAYS_OUT = "Add --fresh to forget what is in it, or choose another --data.";

    private final Path path;
    private final DirectoryLock lock;
    private final Views views;
    private Binding binding;

    private DataDirectory(Path path, DirectoryLock lock, Binding binding) {
        this.path = path;
        this.lock = lock;
        this.binding = binding;
        this.views = ownViews(path, binding).views();
    }

    /**
     * Takes the directory for writing, and makes and binds it first if it is new.
     *
     * @param views the views file asked for, or null for the one that the directory is bound to
     * @param otherwise the views file of a new directory when none was asked for
     * @param fresh forget everything in it first
     * @throws CannotRunException if it cannot be written, is something else, is in use, or is bound otherwise
     */
    public static DataDirectory claim(Path path, @Nullable Path views, Path otherwise, DataClock clock, boolean fresh) {
        make(path);
        refuseForeign(path);
        DirectoryLock lock = take(path);
        try {
            if (fresh) {
                Contents.delete(path);
            }
            Binding binding = Files.exists(path.resolve(Binding.FILE))
                    ? checked(path, Binding.read(path), views, clock).touched(path)
                    : bind(path, OwnViews.read(views == null ? otherwise : views), clock);
            return new DataDirectory(path, lock, binding);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Takes an existing directory as it is, for reading; empty if another process has it.
     *
     * @throws CannotRunException if it is none, or damaged
     */
    public static Optional<DataDirectory> tryOpen(Path path) {
        requireDataDirectory(path);
        Optional<DirectoryLock> lock = DirectoryLock.tryTake(path);
        try {
            return lock.map(taken -> new DataDirectory(path, taken, Binding.read(path)));
        } catch (RuntimeException e) {
            lock.ifPresent(DirectoryLock::close);
            throw e;
        }
    }

    /** Whether the directory is one of tidemark's. */
    public static boolean isDataDirectory(Path path) {
        return Files.isRegularFile(path.resolve(Binding.FILE));
    }

    /** When a process last took the directory for writing. */
    public static Instant usedLast(Path path) {
        try {
            return Files.getLastModifiedTime(path.resolve(Binding.FILE)).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    /** Whether a process holds the directory. */
    public static boolean isHeld(Path path) {
        return DirectoryLock.isTaken(path);
    }

    /** The process that runs a platform on the directory; empty if none does, or it is still starting. */
    public static Optional<Holder> holder(Path path) {
        return isHeld(path) ? Holder.read(path) : Optional.empty();
    }

    /**
     * The views of a data directory, whoever holds it.
     *
     * @param asked the views file that the caller believes it to have, or null
     * @throws CannotRunException if it is no data directory, or has others
     */
    public static Views viewsOf(Path path, @Nullable Path asked) {
        requireDataDirectory(path);
        Binding binding = Binding.read(path);
        refuseOther(path, binding, asked);
        return ownViews(path, binding).views();
    }

    /** The clock that a data directory belongs to, whoever holds it. */
    public static DataClock clockOf(Path path) {
        requireDataDirectory(path);
        return Binding.read(path).clock();
    }

    /** A data directory's own copy of its views file, whoever holds it. */
    public static Path viewsFileOf(Path path) {
        return path.toAbsolutePath().resolve(OwnViews.NAME);
    }

    public Path path() {
        return path;
    }

    /** The directory's own copy of its views file. */
    public Path viewsFile() {
        return path.resolve(OwnViews.NAME);
    }

    /** What that file says. */
    public Views views() {
        return views;
    }

    public DataClock clock() {
        return binding.clock();
    }

    /** Whether every shard of the log begins with the views' control record already. */
    public boolean viewsAnnounced() {
        return binding.announced();
    }

    /** Notes that every shard of the log begins with the views' control record. */
    public void noteViewsAnnounced() {
        binding = binding.announcedNow();
        binding.write(path);
    }

    /** Tells other commands that everything is up, and who runs it, until {@link #close}. */
    public void publish(Holder holder) {
        holder.write(path);
    }

    /** Lets go of the directory. What is in it stays. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(path.resolve(Holder.FILE));
        } catch (IOException e) {
            // A reader checks the lock before it believes run.json.
        } finally {
            lock.close();
        }
    }

    private static Binding bind(Path path, OwnViews views, DataClock clock) {
        Binding binding = new Binding(clock, views.version(), false);
        binding.write(path);
        views.copyTo(path);
        return binding;
    }

    private static Binding checked(Path path, Binding binding, @Nullable Path views, DataClock clock) {
        if (!binding.clock().equals(clock)) {
            throw new CannotRunException("data directory " + path + " belongs to " + binding.clock()
                    + ", and this run goes by " + clock + ". " + WAYS_OUT);
        }
        refuseOther(path, binding, views);
        return binding;
    }

    private static void refuseOther(Path path, Binding binding, @Nullable Path asked) {
        if (asked != null && !OwnViews.read(asked).version().equals(binding.viewsVersion())) {
            throw new CannotRunException("data directory " + path + " belongs to other views than " + asked
                    + " (its own are in " + path.resolve(OwnViews.NAME) + "). " + WAYS_OUT);
        }
    }

    private static OwnViews ownViews(Path path, Binding binding) {
        Path copy = path.resolve(OwnViews.NAME);
        if (Files.exists(copy)) {
            OwnViews own = OwnViews.read(copy);
            if (own.version().equals(binding.viewsVersion())) {
                return own;
            }
        }
        throw new CannotRunException(copy + " is not what it was when the directory was bound to it. " + WAYS_OUT);
    }

    private static void requireDataDirectory(Path path) {
        if (!isDataDirectory(path)) {
            throw new CannotRunException(
                    path + " is no data directory of tidemark. Name one with --data; './tidemark up'"
                            + " and './tidemark replay' make them.");
        }
    }

    private static DirectoryLock take(Path path) {
        return DirectoryLock.tryTake(path)
                .orElseThrow(() -> new CannotRunException("data directory " + path + " is in use by "
                        + Holder.read(path)
                                .map(Holder::toString)
                                .orElse("another tidemark process that is starting or stopping")
                        + ". Stop that first, or choose another --data."));
    }

    private static void make(Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new CannotRunException(path + " is a file, and --data names a directory. Choose another --data.");
        }
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new CannotRunException(
                    "data directory " + path + " cannot be made (" + e.getMessage()
                            + "). Change the permissions above it, or choose another --data.",
                    e);
        }
        if (!Files.isWritable(path)) {
            throw new CannotRunException(
                    "data directory " + path + " is not writable. Change its permissions, or choose another --data.");
        }
    }

    /** Something that is not tidemark's is never written into, and never deleted, by {@code --fresh} neither. */
    private static void refuseForeign(Path path) {
        if (isDataDirectory(path)) {
            return;
        }
        try (Stream<Path> entries = Files.list(path)) {
            Optional<Path> foreign =
                    entries.filter(entry -> !Contents.isRemainder(entry)).findFirst();
            if (foreign.isPresent()) {
                throw new CannotRunException(path + " is not empty and no data directory of tidemark (it has "
                        + foreign.get().getFileName() + " and no " + Binding.FILE
                        + "). Choose another --data, or an empty directory.");
            }
        } catch (IOException e) {
            throw new CannotRunException("data directory " + path + " cannot be listed: " + e.getMessage() + ".", e);
        }
    }
}
