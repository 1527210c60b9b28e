package dev.tidemark.platform;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.aggregate.Span;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Measures as the numeric fields of an item: {@code count}, {@code valued}, {@code sum}, {@code min}, {@code max}, and where
 * there is a span {@code first} and {@code last}, milliseconds.
 */
public final class MeasureFields {

    public static final String COUNT = "count";
    public static final String VALUED = "valued";
    public static final String SUM = "sum";
    public static final String MIN = "min";
    public static final String MAX = "max";
    public static final String FIRST = "first";
    public static final String LAST = "last";

    private MeasureFields() {}

    /** Field names and exact decimals, never in scientific notation; of sum, min and max only where there is a value. */
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
        if (!measures.span().isNone()) {
            fields.put(FIRST, Long.toString(measures.span().firstMillis()));
            fields.put(LAST, Long.toString(measures.span().lastMillis()));
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
        Span span = span(field);
        if (valued == 0) {
            return new Measures(count, 0, BigInteger.ZERO, Micros.NONE, Micros.NONE, span);
        }
        try {
            return new Measures(
                    count,
                    valued,
                    new BigDecimal(required(field, SUM)).setScale(6).unscaledValue(),
                    Micros.parse(required(field, MIN)),
                    Micros.parse(required(field, MAX)),
                    span);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("sum has more than 6 fraction digits", e);
        }
    }

    private static Span span(Function<String, @Nullable String> field) {
        return field.apply(FIRST) == null
                ? Span.NONE
                : new Span(Long.parseLong(required(field, FIRST)), Long.parseLong(required(field, LAST)));
    }

    private static String required(Function<String, @Nullable String> field, String name) {
        String text = field.apply(name);
        if (text == null) {
            throw new IllegalArgumentException("the item has no number '" + name + "'");
        }
        return text;
    }
}
