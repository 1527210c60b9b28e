package dev.tidemark.platform.item;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** {@link MeasureValues} as they were found: each any number, or null where there is none. */
public record FoundMeasures(
        @Nullable BigDecimal count,
        @Nullable BigDecimal valued,
        @Nullable BigDecimal sum,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        @Nullable BigDecimal first,
        @Nullable BigDecimal last) {

    /** Of an item that has none. */
    public static final FoundMeasures NONE = new FoundMeasures(null, null, null, null, null, null, null);

    static FoundMeasures read(AttributeReader item) {
        return new FoundMeasures(
                item.foundNumber(MeasureValues.COUNT),
                item.foundNumber(MeasureValues.VALUED),
                item.foundNumber(MeasureValues.SUM),
                item.foundNumber(MeasureValues.MIN),
                item.foundNumber(MeasureValues.MAX),
                item.foundNumber(MeasureValues.FIRST),
                item.foundNumber(MeasureValues.LAST));
    }
}
