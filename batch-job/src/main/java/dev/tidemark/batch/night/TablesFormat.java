package dev.tidemark.batch.night;

import dev.tidemark.batch.RefusedException;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.platform.item.FormatItem;
import dev.tidemark.platform.item.HeadItem;

/** The format of the stream's tables, which is looked at before anything is read from them or written. */
public final class TablesFormat {

    private TablesFormat() {}

    /**
     * Goes on if this release reads and writes the tables.
     *
     * @throws RefusedException if they are of another format
     */
    public static void require(ItemStore items) {
        FormatItem format = items.get(FormatItem.key()).orElseGet(() -> unsaid(items));
        if (!format.isCurrent()) {
            throw new RefusedException(FormatItem.refusal("the journal", format.version()));
        }
    }

    /** The format of tables that do not say it: new ones have any. */
    private static FormatItem unsaid(ItemStore items) {
        if (items.first(HeadItem.all()).isEmpty()) {
            return FormatItem.CURRENT;
        }
        // The stream may have opened them since they were asked: it writes the format before any head.
        return items.get(FormatItem.key()).orElse(FormatItem.BEFORE_VERSIONS);
    }
}
