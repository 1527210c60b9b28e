package dev.tidemark.serving.windows;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Values as CSV of RFC 4180, but lines end in a line feed: instants with three fraction digits, exact decimals, a column for
 * each bound of an approximate aggregate, and nothing where there is none. A column is empty for a view that has not asked for it.
 */
public final class ValueCsv {

    private static final List<String> FIXED =
            List.of("view", "windowStart", "windowEnd", "key", "status", "source", "revision", "marks");

    private final Map<String, List<AggregateSpec>> ofView = new HashMap<>();
    private final Set<AggregateSpec> columns = new LinkedHashSet<>();

    /** With a column for each aggregate of these views. */
    public ValueCsv(List<View> views) {
        for (View view : views) {
            ofView.put(view.name(), view.aggregates());
            columns.addAll(view.aggregates());
        }
    }

    /** Writes the names of the columns. */
    public void header(Appendable out) throws IOException {
        List<String> names = new ArrayList<>(FIXED);
        for (AggregateSpec column : columns) {
            names.addAll(
                    column instanceof AggregateSpec.Approximate approximate
                            ? ApproximateColumns.names(approximate)
                            : List.of(column.resultName()));
        }
        line(names, out);
    }

    /** Writes a line. */
    public void write(WindowValue value, Appendable out) throws IOException {
        List<AggregateSpec> asked = ofView.getOrDefault(value.view(), List.of());
        List<String> line = new ArrayList<>(List.of(
                value.view(),
                IsoInstant.format(value.window().startMillis()),
                IsoInstant.format(value.window().endMillis()),
                value.key(),
                value.status().wireName(),
                value.source().wireName(),
                Integer.toString(value.revision()),
                value.marks().stream().map(IsoInstant::format).collect(Collectors.joining(" "))));
        for (AggregateSpec column : columns) {
            if (column instanceof AggregateSpec.Exact exact) {
                line.add(asked.contains(column) ? ExactValue.of(value, exact) : "");
            } else {
                line.addAll(ApproximateColumns.values(
                        ((AggregateSpec.Approximate) column).kind(),
                        asked.contains(column) ? value.approx().get(column.resultName()) : null));
            }
        }
        line(line, out);
    }

    private static void line(List<String> fields, Appendable out) throws IOException {
        for (int i = 0; i < fields.size(); i++) {
            out.append(i == 0 ? "" : ",").append(quoted(fields.get(i)));
        }
        out.append('\n');
    }

    private static String quoted(String field) {
        return field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + field.replace("\"", "\"\"") + '"'
                : field;
    }
}
