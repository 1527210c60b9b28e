package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.util.OptionalLong;

/**
 * Where a {@link StepItem} lies in its shard's log, and by when it was written, as it was found.
 *
 * @param first padded sequence number of its first record
 * @param last padded sequence number of its last record
 * @param clocks what the log up to its end has said about time
 * @param writtenByMillis when it was written, by the wall clock. Of a step of an earlier release, which does not say so, the end of
 *     that day by its time to live: it was written before, and no more than a day before; empty where it has none
 */
public record FoundStep(String first, String last, ShardClocks clocks, OptionalLong writtenByMillis) {

    /** Reads steps as they are found. */
    public static final FoundItems<FoundStep> ITEMS = new FoundItems<>(Table.JOURNAL, FoundStep::read);

    private static FoundStep read(AttributeReader item) {
        return new FoundStep(item.text(MeasureValues.FIRST), item.sort(), ShardClocks.read(item), writtenBy(item));
    }

    private static OptionalLong writtenBy(AttributeReader item) {
        OptionalLong written = item.optionalNumber(StepItem.WRITTEN);
        OptionalLong expires = item.optionalNumber(Table.TIME_TO_LIVE);
        if (written.isPresent() || expires.isEmpty()) {
            return written;
        }
        long lifetime = Lifetime.WORKING.duration().orElseThrow().toMillis();
        return OptionalLong.of(expires.getAsLong() * 1_000 - lifetime);
    }
}
