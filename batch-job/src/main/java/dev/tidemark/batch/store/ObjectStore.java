package dev.tidemark.batch.store;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The bucket. Every method throws {@link StoreException} when the store does not answer. Thread-safe. */
public interface ObjectStore {

    /** Keys with this prefix, ascending. */
    List<String> list(String prefix);

    /** Keys with this prefix and after this key, ascending. */
    List<String> list(String prefix, String after);

    /** The object's bytes, or empty where there is none. */
    Optional<byte[]> get(String key);

    /** Writes the object into a file, whose folder exists; false where there is no such object. */
    boolean fetch(String key, Path to);

    /** Reads the object while it comes; empty where there is none. To be closed. */
    Optional<InputStream> open(String key);

    /** Deletes the objects with these keys, as far as they are there; not as one. */
    void deleteAll(List<String> keys);

    /** Stores a file, replacing what was there. */
    void put(String key, Path file);
}
