package dev.tidemark.domain.platform;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Micros;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Measures as the numeric fields of an item: {@code count}, {@code valued}, {@code sum}, {@code min}, {@code max}. */
public final class MeasureFields {

    public static final String COUNT = "count";
    public static final String VALUED = "valued";
    public static final String SUM = "sum";
    public static final String MIN = "min";
    public static final String MAX = "max";

    private MeasureFields() {}

    /** Field names and exact decimals, never in scientific notation; the last three only where there is a value. */
    public static Map<String, String> write(Measures measures) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(COUNT, Long.toString(measures.count()));
        fields.put(VALUED, Long.toString(measures.valued()));
        BigDecimal sum = measures.sumDecimal();
        if (sum != null) {
            fields.put(SUM, sum.toPlainString());
            fields.put(MIN, Micros.format(measures.minMicros()));
            fields.put(MAX, Micros.format(measures.maxMicros()));
        }
        return fields;
    }

    /**
     * Reads them back.
     *
     * @param field gives a field's number as text, or null where the item lacks it
     * @throws IllegalArgumentException if a number is missing, is none, or has more than 6 fraction digits
     */
    public static Measures read(Function<String, @Nullable String> field) {
        long count = Long.parseLong(required(field, COUNT));
        long valued = Long.parseLong(required(field, VALUED));
        if (valued == 0) {
            return new Measures(count, 0, BigInteger.ZERO, Micros.NONE, Micros.NONE);
        }
        try {
            return new Measures(
                    count,
                    valued,
                    new BigDecimal(required(field, SUM)).setScale(6).unscaledValue(),
                    Micros.parse(required(field, MIN)),
                    Micros.parse(required(field, MAX)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("sum has more than 6 fraction digits", e);
        }
    }

    private static String required(Function<String, @Nullable String> field, String name) {
        String text = field.apply(name);
        if (text == null) {
            throw new IllegalArgumentException("the item has no number '" + name + "'");
        }
        return text;
    }
}
