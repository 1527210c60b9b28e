package dev.tidemark.client;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where what is queued survives: short texts under names of {@code [a-z0-9-]}. Each call is whole or has not happened, also
 * when the process is killed in it, and what a call has done is there for every later one. The client is its only user.
 *
 * @see FileStorage
 */
public interface Storage {

    /** All names, in any order. */
    List<String> names() throws IOException;

    /** The text of that name, or null where there is none. */
    @Nullable
    String read(String name) throws IOException;

    /** Keeps the text under that name, in place of what is there. */
    void write(String name, String text) throws IOException;

    /** Forgets that name; nothing happens where there is none. */
    void delete(String name) throws IOException;
}
