package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.RowAppender;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings what cells and panes say of approximate aggregates into {@code stream_parts}: a row a sketch, a result, a quantile
 * and a named text. Of cells it takes the exact {@code n}; sketches are the stream's own.
 */
final class ApproximateRows implements AutoCloseable {

    private static final int SCALE = 9;
    private static final int INTEGER_DIGITS = 29;

    private final RowAppender parts;

    ApproximateRows(Database database) {
        this.parts = database.appender("stream_parts");
    }

    /** The sketches of a cell: result name → {@code {n, bytes}}. */
    void cell(RowAppender.Columns place, Map<String, Object> sketches) {
        sketches.forEach((aggregate, sketch) -> {
            if (sketch instanceof Map<?, ?> fields) {
                row(place, aggregate, "cell", 0, fields, null);
            }
        });
    }

    /** The results of a pane: result name → what docs/platform.md says. */
    void pane(RowAppender.Columns place, Map<String, Object> approx) {
        approx.forEach((aggregate, result) -> {
            if (result instanceof Map<?, ?> fields) {
                row(place, aggregate, "pane", 0, fields, null);
                if (fields.get("values") instanceof Map<?, ?> values) {
                    values.forEach((q, value) -> quantile(place, aggregate, String.valueOf(q), value));
                }
                if (fields.get("items") instanceof List<?> items) {
                    for (int i = 0; i < items.size(); i++) {
                        if (items.get(i) instanceof Map<?, ?> item) {
                            row(place, aggregate, "item", i, item, null);
                        }
                    }
                }
            }
        });
    }

    private void quantile(RowAppender.Columns place, String aggregate, String q, @Nullable Object value) {
        BigDecimal permille = new BigDecimal(q).movePointRight(3);
        // A value with more digits is none that can have occurred.
        Long micros = ItemNumbers.micros(value);
        if (micros != null && permille.stripTrailingZeros().scale() <= 0) {
            row(place, aggregate, "quantile", permille.intValue(), Map.of(), micros);
        }
    }

    private void row(
            RowAppender.Columns place,
            String aggregate,
            String part,
            int number,
            Map<?, ?> fields,
            @Nullable Long micros) {
        parts.add(row -> {
            place.addTo(row);
            row.add(aggregate).add(part).add(number);
            row.add(fields.get("text") instanceof String text ? text : null);
            row.add(ItemNumbers.whole(fields.get("n")));
            for (String name : List.of("estimate", "lower", "upper", "error")) {
                row.add(decimal(fields.get(name)));
            }
            row.add(micros);
        });
    }

    private static @Nullable BigDecimal decimal(@Nullable Object value) {
        if (value instanceof BigDecimal number) {
            BigDecimal scaled = number.setScale(SCALE, RoundingMode.HALF_EVEN);
            return scaled.precision() - SCALE > INTEGER_DIGITS ? null : scaled;
        }
        return null;
    }

    @Override
    public void close() {
        parts.close();
    }
}
