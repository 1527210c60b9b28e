package dev.tidemark.local.windows;

import dev.tidemark.domain.aggregate.Approximation;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.View;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How rows are printed. Instants have three fraction digits, decimals are exact, and what there is none of is empty. */
public enum RowFormat {
    /** For people: aligned columns. */
    TABLE {
        @Override
        void print(List<List<String>> raw, Appendable out) throws IOException {
            List<List<String>> lines = raw.stream()
                    .map(line -> line.stream().map(Printable::of).toList())
                    .toList();
            int[] widths = new int[lines.get(0).size()];
            for (List<String> line : lines) {
                for (int i = 0; i < widths.length; i++) {
                    widths[i] = Math.max(widths[i], line.get(i).length());
                }
            }
            for (List<String> line : lines) {
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < widths.length; i++) {
                    String padding = " ".repeat(widths[i] - line.get(i).length());
                    boolean number = i >= FIXED.size();
                    text.append(number ? padding + line.get(i) : line.get(i) + padding)
                            .append("  ");
                }
                out.append(text.toString().stripTrailing()).append('\n');
            }
        }

        @Override
        List<String> names(AggregateSpec column) {
            return List.of(column.resultName());
        }

        @Override
        List<String> approximate(AggregateSpec.Approximate column, @Nullable Approximation result) {
            return List.of(ApproximateColumns.text(result));
        }
    },
    /** For programs: RFC 4180, with a header, lines end in a line feed. */
    CSV {
        @Override
        void print(List<List<String>> lines, Appendable out) throws IOException {
            for (List<String> line : lines) {
                for (int i = 0; i < line.size(); i++) {
                    out.append(i == 0 ? "" : ",").append(quoted(line.get(i)));
                }
                out.append('\n');
            }
        }

        @Override
        List<String> names(AggregateSpec column) {
            return column instanceof AggregateSpec.Approximate approximate
                    ? ApproximateColumns.names(approximate)
                    : List.of(column.resultName());
        }

        @Override
        List<String> approximate(AggregateSpec.Approximate column, @Nullable Approximation result) {
            return ApproximateColumns.values(column.kind(), result);
        }
    };

    private static final List<String> FIXED =
            List.of("view", "windowStart", "windowEnd", "key", "mark", "timing", "index", "final");

    abstract void print(List<List<String>> lines, Appendable out) throws IOException;

    /** The names of an aggregate's columns. */
    abstract List<String> names(AggregateSpec column);

    /** What stands in the columns of an approximate aggregate; {@code result} is null where there is none. */
    abstract List<String> approximate(AggregateSpec.Approximate column, @Nullable Approximation result);

    /**
     * Prints the rows of these views, with a column for each of their aggregates, and the bounds of approximate ones beside
     * them; a column is empty for a view that has not asked for it.
     */
    public void print(List<View> views, List<WindowRow> rows, Appendable out) throws IOException {
        Map<String, List<AggregateSpec>> ofView = new HashMap<>();
        Set<AggregateSpec> columns = new LinkedHashSet<>();
        for (View view : views) {
            ofView.put(view.name(), view.aggregates());
            columns.addAll(view.aggregates());
        }
        List<List<String>> lines = new ArrayList<>();
        List<String> header = new ArrayList<>(FIXED);
        columns.forEach(column -> header.addAll(names(column)));
        lines.add(header);
        for (WindowRow row : rows) {
            List<AggregateSpec> asked = ofView.getOrDefault(row.view(), List.of());
            List<String> line = fixed(row);
            columns.forEach(column -> line.addAll(values(row, column, asked.contains(column))));
            lines.add(line);
        }
        print(lines, out);
    }

    private static List<String> fixed(WindowRow row) {
        return new ArrayList<>(List.of(
                row.view(),
                IsoInstant.format(row.window().startMillis()),
                IsoInstant.format(row.window().endMillis()),
                row.key(),
                IsoInstant.format(row.markMillis()),
                row.status().name().toLowerCase(Locale.ROOT),
                Integer.toString(row.index()),
                Boolean.toString(row.isFinal())));
    }

    private List<String> values(WindowRow row, AggregateSpec column, boolean asked) {
        if (column instanceof AggregateSpec.Approximate approximate) {
            return approximate(approximate, asked ? row.approx().get(column.resultName()) : null);
        }
        return List.of(asked && column instanceof AggregateSpec.Exact exact ? value(row, exact) : "");
    }

    private static String value(WindowRow row, AggregateSpec.Exact exact) {
        return switch (exact) {
            case COUNT -> Long.toString(row.sign() * row.total().count());
            case SUM -> text(signed(row));
            case MIN -> text(row.total().minDecimal());
            case MAX -> text(row.total().maxDecimal());
            case MEAN -> text(row.total().mean());
        };
    }

    private static @Nullable BigDecimal signed(WindowRow row) {
        BigDecimal sum = row.total().sumDecimal();
        return sum == null || row.sign() > 0 ? sum : sum.negate();
    }

    private static String text(@Nullable BigDecimal value) {
        return value == null ? "" : value.toPlainString();
    }

    private static String quoted(String field) {
        return field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + field.replace("\"", "\"\"") + '"'
                : field;
    }
}
