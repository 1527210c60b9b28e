package dev.tidemark.serving.windows;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Values for people: aligned columns, at most {@value #WIDTH} characters a line as long as exact numbers and times leave room, which
 * are never cut. Texts are, and if that is not enough the last approximate columns are left out; {@code …} says so. Of one view its
 * name is no column. What would move a cursor is shown as an escape.
 */
public final class ValueTable {

    static final int WIDTH = 120;

    private static final List<String> FIXED = List.of("view", "from", "to", "key", "status", "source", "revision");
    private static final Set<String> TEXTS = Set.of("view", "key");
    private static final String LEFT_OUT = "…";
    private static final int NARROWEST_TEXT = 8;
    private static final String GAP = "  ";

    private final Map<String, List<AggregateSpec>> ofView = new HashMap<>();
    private final List<AggregateSpec> columns = new ArrayList<>();
    private final List<String> fixed = new ArrayList<>(FIXED);

    /** With a column for each aggregate of these views. */
    public ValueTable(List<View> views) {
        for (View view : views) {
            ofView.put(view.name(), view.aggregates());
            view.aggregates().stream()
                    .filter(aggregate -> !columns.contains(aggregate))
                    .forEach(columns::add);
        }
        if (views.size() == 1) {
            fixed.remove("view");
        }
    }

    /** Prints the values below the names of the columns. */
    public void print(List<WindowValue> values, Appendable out) throws IOException {
        List<List<String>> lines = new ArrayList<>();
        List<String> header = new ArrayList<>(fixed);
        columns.forEach(column -> header.add(column.resultName()));
        lines.add(header);
        values.forEach(value -> lines.add(line(value)));
        int most = WIDTH;
        int[] widths = widths(lines, most);
        while (width(widths) > most && isApproximate(widths.length - 1)) {
            most = WIDTH - GAP.length() - LEFT_OUT.length();
            lines.replaceAll(line -> line.subList(0, line.size() - 1));
            widths = widths(lines, most);
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String field = cut(line.get(i), widths[i]);
                String padding = " ".repeat(widths[i] - length(field));
                boolean number = i >= fixed.size() - 1;
                text.append(number ? padding + field : field + padding).append(GAP);
            }
            text.append(most < WIDTH && line.equals(lines.get(0)) ? LEFT_OUT : "");
            out.append(text.toString().stripTrailing()).append('\n');
        }
    }

    private List<String> line(WindowValue value) {
        List<AggregateSpec> asked = ofView.getOrDefault(value.view(), List.of());
        String start = time(value.window().startMillis());
        String end = time(value.window().endMillis());
        List<String> line = new ArrayList<>(fixed.contains("view") ? List.of(value.view()) : List.of());
        line.addAll(List.of(
                start,
                end.startsWith(start.substring(0, 11)) ? end.substring(11) : end,
                Printable.of(value.key()),
                value.status().wireName(),
                value.source().wireName(),
                Integer.toString(value.revision())));
        for (AggregateSpec column : columns) {
            if (!asked.contains(column)) {
                line.add("");
            } else if (column instanceof AggregateSpec.Exact exact) {
                line.add(ExactValue.of(value, exact));
            } else {
                line.add(Printable.of(ApproximateColumns.text(value.approx().get(column.resultName()))));
            }
        }
        return line;
    }

    /** An instant, without a fraction that is zero. */
    private static String time(long millis) {
        String text = IsoInstant.format(millis);
        return text.endsWith(".000Z") ? text.substring(0, 19) + "Z" : text;
    }

    /** The widths of the columns: texts give way, the widest first, as long as a line is too long. */
    private int[] widths(List<List<String>> lines, int most) {
        int[] widths = new int[lines.get(0).size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(line.get(i)));
            }
        }
        for (int over = width(widths) - most; over > 0; over--) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (isText(i) && widths[i] > NARROWEST_TEXT && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    private static int width(int[] widths) {
        int width = GAP.length() * (widths.length - 1);
        for (int each : widths) {
            width += each;
        }
        return width;
    }

    private boolean isText(int column) {
        return column < fixed.size() ? TEXTS.contains(fixed.get(column)) : isApproximate(column);
    }

    private boolean isApproximate(int column) {
        return column >= fixed.size() && columns.get(column - fixed.size()) instanceof AggregateSpec.Approximate;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String cut(String text, int width) {
        return length(text) <= width ? text : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
    }
}
