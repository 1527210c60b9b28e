package dev.tidemark.ingest.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Members of a body that nobody knows: a field misspelt is not read, and its sender is told. Not thread-safe.
 */
public final class Ignored {

    private static final int MOST_NAMES = 8;

    private int count;
    private List<String> names = List.of();

    /**
     * Counts one, and keeps its name if it is among the first {@value #MOST_NAMES} that differ.
     *
     * @param where {@code events[].}, or nothing
     */
    public void add(String where, String name) {
        count++;
        if (names.size() < MOST_NAMES) {
            String field = where + Texts.excerpt(name);
            if (!names.contains(field)) {
                names = names.isEmpty() ? new ArrayList<>(2) : names;
                names.add(field);
            }
        }
    }

    /** How many members. */
    public int count() {
        return count;
    }

    /** Their names, as far as they are kept. */
    public List<String> names() {
        return Collections.unmodifiableList(names);
    }
}
