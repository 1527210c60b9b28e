package dev.tidemark.batch.archive;

import java.util.Locale;

/** How an archive object stands to its journal entry. */
public enum ObjectState {
    /** There, with the journalled bytes. */
    INTACT,
    /** Not there. */
    MISSING,
    /** There, with other bytes. */
    ALTERED;

    /** The name in tables and reports: the constant in lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
