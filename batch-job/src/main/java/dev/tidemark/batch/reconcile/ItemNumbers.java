package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.sql.RowAppender;
import dev.tidemark.platform.MeasureFields;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of the stream's items as columns, in micro-units where they are decimals. One that there cannot be, with more
 * digits than the column has, is NULL there, and so differs from every number there can be.
 */
final class ItemNumbers {

    private static final int MICROS = 6;

    private ItemNumbers() {}

    /** Count, valued, sum, min and max of these fields. */
    static void addMeasures(RowAppender.Row row, Map<String, Object> fields) throws SQLException {
        row.add(whole(fields.get(MeasureFields.COUNT)));
        row.add(whole(fields.get(MeasureFields.VALUED)));
        row.add(scaled(fields.get(MeasureFields.SUM)));
        row.add(micros(fields.get(MeasureFields.MIN)));
        row.add(micros(fields.get(MeasureFields.MAX)));
    }

    /** No measures at all. */
    static void addNone(RowAppender.Row row) throws SQLException {
        row.addNull().addNull().addNull().addNull().addNull();
    }

    /** A whole number, or null. */
    static @Nullable Long whole(@Nullable Object value) {
        return fitting(integer(value, 0));
    }

    /** A decimal in micro-units, or null. */
    static @Nullable Long micros(@Nullable Object value) {
        return fitting(integer(value, MICROS));
    }

    private static @Nullable BigInteger scaled(@Nullable Object value) {
        BigInteger number = integer(value, MICROS);
        return number == null || number.bitLength() > 127 ? null : number;
    }

    private static @Nullable Long fitting(@Nullable BigInteger number) {
        return number == null || number.bitLength() > 63 ? null : Long.valueOf(number.longValue());
    }

    private static @Nullable BigInteger integer(@Nullable Object value, int digits) {
        if (value instanceof BigDecimal number) {
            BigDecimal moved = number.movePointRight(digits);
            return moved.stripTrailingZeros().scale() <= 0 ? moved.toBigInteger() : null;
        }
        return null;
    }
}
