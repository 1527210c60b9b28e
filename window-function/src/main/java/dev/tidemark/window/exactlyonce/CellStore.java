package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.fold.CellKey;

/** The grid, written by one shard. */
public interface CellStore {

    /**
     * A cell as it is stored.
     *
     * @param sequence padded sequence number of the last record that it holds
     * @param measures of all that it holds
     */
    record StoredCell(String sequence, Measures measures) {

        /** No cell yet. */
        public static final StoredCell NONE = new StoredCell(Sequence.NONE, Measures.EMPTY);
    }

    /** What became of a write. */
    sealed interface CellWrite {}

    /** The cell is stored. */
    record CellWritten() implements CellWrite {}

    /** Nothing was written: this is what is stored instead of what was expected, or {@link StoredCell#NONE}. */
    record Conflict(StoredCell stored) implements CellWrite {}

    /**
     * Writes the whole cell on the condition that what is stored has the expected sequence number, or that there is none
     * for {@link StoredCell#NONE}.
     */
    CellWrite write(String shardId, CellKey key, StoredCell cell, String expectedSequence);
}
