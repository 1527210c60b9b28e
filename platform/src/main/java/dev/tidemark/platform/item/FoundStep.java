package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.util.OptionalLong;

/**
 * Where a {@link StepItem} lies in its shard's log, and by when it was written, as it was found.
 *
 * @param first padded sequence number of its first record
 * @param last padded sequence number of its last record
 * @param clocks what the log up to its end has said about time
 * @param writtenByMillis it was written before this, by the wall clock, and no more than a day before; empty where it does not expire
 */
public record FoundStep(String first, String last, ShardClocks clocks, OptionalLong writtenByMillis) {

    /** Reads steps as they are found. */
    public static final FoundItems<FoundStep> ITEMS = new FoundItems<>(Table.JOURNAL, FoundStep::read);

    private static FoundStep read(AttributeReader item) {
        OptionalLong expires = item.optionalNumber(Table.TIME_TO_LIVE);
        long lifetime = Lifetime.WORKING.duration().orElseThrow().toMillis();
        return new FoundStep(
                item.text(MeasureValues.FIRST),
                item.sort(),
                ShardClocks.read(item),
                expires.isEmpty() ? OptionalLong.empty() : OptionalLong.of(expires.getAsLong() * 1_000 - lifetime));
    }
}
