package dev.tidemark.batch.state;

import dev.tidemark.batch.sql.Sql;
import dev.tidemark.batch.store.ObjectStore;
import dev.tidemark.batch.store.StoreException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Objects of the batch as local files. They never change once written, so a copy is as good as the object. */
public final class Files {

    private final ObjectStore objects;
    private final Path folder;

    /**
     * With a folder for copies.
     *
     * @param folder is made when needed
     */
    public Files(ObjectStore objects, Path folder) {
        this.objects = objects;
        this.folder = folder;
    }

    /** Where the copy of an object is, or would be; its folder exists. */
    public Path local(String key) {
        int slash = key.lastIndexOf('/');
        return folder(key.substring(0, slash + 1)).resolve(key.substring(slash + 1));
    }

    /** Where the copies of the objects with this prefix are, a folder that exists. */
    public Path folder(String prefix) {
        try {
            return java.nio.file.Files.createDirectories(folder.resolve(prefix));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + folder, e);
        }
    }

    /**
     * The object's local copy, fetched if there is none.
     *
     * @throws StoreException if there is no such object
     */
    public Path get(String key) {
        Path file = local(key);
        if (!java.nio.file.Files.exists(file) && !objects.fetch(key, file)) {
            throw new StoreException("the batch's own object is missing: " + key, new FileNotFoundException(key));
        }
        return file;
    }

    /** The key, if there is such an object, whose local copy is there then. */
    public Optional<String> find(String key) {
        Path file = local(key);
        return java.nio.file.Files.exists(file) || objects.fetch(key, file) ? Optional.of(key) : Optional.empty();
    }

    /** {@link #get} as a literal for a statement. */
    public String literal(String key) {
        return Sql.text(get(key).toString());
    }

    /** Deletes the local copies of these objects. */
    public void forget(Predicate<String> unused) {
        if (!java.nio.file.Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = java.nio.file.Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                String key = folder.relativize(file).toString().replace('\\', '/');
                if (java.nio.file.Files.isDirectory(file)) {
                    deleteIfEmpty(file);
                } else if (unused.test(key)) {
                    java.nio.file.Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete copies in " + folder, e);
        }
    }

    private static void deleteIfEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = java.nio.file.Files.list(directory)) {
            if (entries.findAny().isPresent()) {
                return;
            }
        }
        try {
            java.nio.file.Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            // Another run has put something into it.
            return;
        }
    }

    /** Stores the local copy. */
    public void put(String key) {
        objects.put(key, local(key));
    }
}
