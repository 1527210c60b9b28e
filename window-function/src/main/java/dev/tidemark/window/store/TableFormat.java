package dev.tidemark.window.store;

import dev.tidemark.platform.item.FormatItem;
import dev.tidemark.platform.item.HeadItem;

/**
 * The format that the tables are written in. An instance asks once, before anything else: new tables get the version of this
 * release, and those of another one are refused, so that two releases never write one table in two formats.
 */
public final class TableFormat {

    private final Tables tables;
    private volatile boolean known;

    public TableFormat(Tables tables) {
        this.tables = tables;
    }

    /**
     * Passes if this release may go on with the tables.
     *
     * @throws IllegalStateException if they are of another format; the message says which, and what to do
     */
    public void check() {
        if (known) {
            return;
        }
        int version = tables.get(FormatItem.key()).orElseGet(this::open).version();
        if (version != FormatItem.VERSION) {
            throw new IllegalStateException(FormatItem.refusal("the journal", version));
        }
        known = true;
    }

    private FormatItem open() {
        if (tables.first(HeadItem.all()).isPresent()) {
            // Of this release another instance may have opened them since: it writes the format before any head.
            return tables.get(FormatItem.key()).orElse(FormatItem.BEFORE_VERSIONS);
        }
        return tables.put(FormatItem.CURRENT.opening()) instanceof Tables.WriteRefused<FormatItem> refused
                ? refused.standing().orElseThrow()
                : FormatItem.CURRENT;
    }
}
