package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.RowAppender;
import dev.tidemark.platform.item.FoundApproximation;
import dev.tidemark.platform.item.FoundApproximation.FoundNumbers;
import dev.tidemark.platform.item.FoundApproximation.FoundText;
import java.math.BigDecimal;
import java.math.RoundingMode;
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

    /** What a cell says of its sketches, by result name. */
    void cell(RowAppender.RowFiller place, Map<String, FoundApproximation> sketches) {
        sketches.forEach((aggregate, sketch) -> row(place, aggregate, "cell", 0, null, sketch.numbers(), null));
    }

    /** The results of a pane, by result name. */
    void pane(RowAppender.RowFiller place, Map<String, FoundApproximation> results) {
        results.forEach((aggregate, result) -> {
            row(place, aggregate, "pane", 0, null, result.numbers(), null);
            result.values().forEach((q, value) -> quantile(place, aggregate, q, value));
            for (int i = 0; i < result.texts().size(); i++) {
                FoundText text = result.texts().get(i);
                row(place, aggregate, "item", i, text.text(), text.numbers(), null);
            }
        });
    }

    private void quantile(RowAppender.RowFiller place, String aggregate, String q, BigDecimal value) {
        BigDecimal permille = new BigDecimal(q).movePointRight(3);
        // A value with more digits is none that can have occurred.
        Long micros = ItemNumbers.micros(value);
        if (micros != null && permille.stripTrailingZeros().scale() <= 0) {
            row(place, aggregate, "quantile", permille.intValue(), null, FoundNumbers.NONE, micros);
        }
    }

    private void row(
            RowAppender.RowFiller place,
            String aggregate,
            String part,
            int number,
            @Nullable String text,
            FoundNumbers numbers,
            @Nullable Long micros) {
        parts.add(row -> {
            place.addTo(row);
            row.add(aggregate).add(part).add(number);
            row.add(text).add(ItemNumbers.whole(numbers.n()));
            row.add(decimal(numbers.estimate()))
                    .add(decimal(numbers.lower()))
                    .add(decimal(numbers.upper()))
                    .add(decimal(numbers.error()));
            row.add(micros);
        });
    }

    private static @Nullable BigDecimal decimal(@Nullable BigDecimal value) {
        if (value == null) {
            return null;
        }
        BigDecimal scaled = value.setScale(SCALE, RoundingMode.HALF_EVEN);
        return scaled.precision() - SCALE > INTEGER_DIGITS ? null : scaled;
    }

    @Override
    public void close() {
        parts.close();
    }
}
