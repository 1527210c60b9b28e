package dev.tidemark.batch.reconcile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.Sql;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings what cells and panes say of approximate aggregates into {@code stream_parts}: a row a sketch, a result, a quantile
 * and a named text. Of cells it takes the exact {@code n}; sketches are the stream's own.
 */
final class ApproximateRows implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int SCALE = 9;
    private static final int MICROS = 6;

    private final Database database;
    private final Path file;
    private @Nullable JsonGenerator json;

    ApproximateRows(Database database, Path scratch) {
        this.database = database;
        this.file = scratch.resolve("approximates.ndjson");
    }

    /** Where a row belongs. */
    interface Place {
        void write(JsonGenerator json) throws IOException;
    }

    /** The sketches of a cell: result name → {@code {n, bytes}}. */
    void cell(Place place, Map<String, Object> sketches) {
        sketches.forEach((aggregate, sketch) -> {
            if (sketch instanceof Map<?, ?> fields) {
                row(place, aggregate, "cell", 0, fields);
            }
        });
    }

    /** The results of a pane: result name → what docs/platform.md says. */
    void pane(Place place, Map<String, Object> approx) {
        approx.forEach((aggregate, result) -> {
            if (result instanceof Map<?, ?> fields) {
                row(place, aggregate, "pane", 0, fields);
                if (fields.get("values") instanceof Map<?, ?> values) {
                    values.forEach((q, value) -> quantile(place, aggregate, String.valueOf(q), value));
                }
                if (fields.get("items") instanceof List<?> items) {
                    for (int i = 0; i < items.size(); i++) {
                        if (items.get(i) instanceof Map<?, ?> item) {
                            row(place, aggregate, "item", i, item);
                        }
                    }
                }
            }
        });
    }

    private void quantile(Place place, String aggregate, String q, Object value) {
        BigDecimal permille = new BigDecimal(q).movePointRight(3);
        if (value instanceof BigDecimal number && permille.stripTrailingZeros().scale() <= 0) {
            BigDecimal micros = number.movePointRight(MICROS);
            // A value with more digits is none that can have occurred.
            if (micros.stripTrailingZeros().scale() <= 0) {
                row(place, aggregate, "quantile", permille.intValue(), Map.of("micros", micros));
            }
        }
    }

    private void row(Place place, String aggregate, String part, int number, Map<?, ?> fields) {
        try {
            JsonGenerator out = open();
            out.writeStartObject();
            place.write(out);
            out.writeStringField("aggregate", aggregate);
            out.writeStringField("part", part);
            out.writeNumberField("place", number);
            if (fields.get("text") instanceof String text) {
                out.writeStringField("text", text);
            }
            for (String name : List.of("n", "micros")) {
                if (fields.get(name) instanceof BigDecimal value) {
                    out.writeStringField(name, value.toBigInteger().toString());
                }
            }
            for (String name : List.of("estimate", "lower", "upper", "error")) {
                if (fields.get(name) instanceof BigDecimal value) {
                    out.writeStringField(
                            name, value.setScale(SCALE, RoundingMode.HALF_EVEN).toPlainString());
                }
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + file, e);
        }
    }

    private JsonGenerator open() throws IOException {
        JsonGenerator out = json;
        if (out == null) {
            out = JSON.createGenerator(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
            out.setRootValueSeparator(new SerializedString("\n"));
            json = out;
        }
        return out;
    }

    /** Loads the rows so far. */
    @Override
    public void close() {
        JsonGenerator out = json;
        if (out != null) {
            try {
                out.close();
                json = null;
                database.run("approximate.loadParts", Map.of("file", Sql.text(file.toString())));
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot use " + file, e);
            }
        }
    }
}
