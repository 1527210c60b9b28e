package dev.tidemark.serving.windows;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The book's figure of one key, printed from its cells: slices across, marks up, and in each place what came in there; below,
 * what each slice adds up to. What came beyond the allowed lateness of every window is in parentheses, and in no sum.
 */
public final class GridFigure {

    private final View view;
    private final Grid grid;
    private final NavigableMap<Long, NavigableMap<Long, Measures>> bySlice = new TreeMap<>();

    /**
     * A figure of these cells.
     *
     * @param cells of one key of the view, of all shards
     */
    public GridFigure(View view, List<Cell> cells) {
        this.view = view;
        this.grid = Grid.of(view);
        for (Cell cell : cells) {
            bySlice.computeIfAbsent(cell.key().sliceStartMillis(), slice -> new TreeMap<>(Collections.reverseOrder()))
                    .merge(cell.key().markMillis(), cell.measures(), Measures::merge);
        }
    }

    /** Prints the sum of values, or where the view has none the number of events. */
    public void print(Appendable out) throws IOException {
        boolean sums = view.aggregates().contains(AggregateSpec.Exact.SUM);
        TreeSet<Long> marks = new TreeSet<>(Collections.reverseOrder());
        bySlice.values().forEach(cells -> marks.addAll(cells.keySet()));
        List<List<String>> lines = new ArrayList<>();
        for (long mark : marks) {
            List<String> line = new ArrayList<>(List.of(time(mark)));
            bySlice.forEach((slice, cells) -> {
                Measures measures = cells.get(mark);
                String text = measures == null ? "" : value(measures, sums);
                line.add(measures == null || isInTime(slice, mark) ? text : "(" + text + ")");
            });
            lines.add(line);
        }
        List<String> total = new ArrayList<>(List.of("total"));
        List<String> starts = new ArrayList<>(List.of("from"));
        List<String> ends = new ArrayList<>(List.of("to"));
        bySlice.forEach((slice, cells) -> {
            Measures sum = Measures.EMPTY;
            for (var cell : cells.entrySet()) {
                sum = isInTime(slice, cell.getKey()) ? sum.merge(cell.getValue()) : sum;
            }
            total.add(sum.count() == 0 ? "" : value(sum, sums));
            starts.add(time(slice));
            ends.add(time(grid.sliceEnd(slice)));
        });
        lines.add(total);
        lines.add(starts);
        lines.add(ends);
        out.append(sums ? "sum" : "count").append("; slices across, marks up");
        if (isOneDay()) {
            out.append("; ").append(IsoInstant.format(bySlice.firstKey()), 0, 10);
        }
        out.append('\n');
        print(lines, out);
    }

    private boolean isInTime(long slice, long mark) {
        for (Window window : grid.windowsOf(slice)) {
            if (grid.isInTime(slice, window, mark)) {
                return true;
            }
        }
        return false;
    }

    private static String value(Measures measures, boolean sums) {
        @Nullable BigDecimal sum = measures.sumDecimal();
        return !sums ? Long.toString(measures.count()) : sum == null ? "-" : sum.toPlainString();
    }

    /** Whether one date says it for all. */
    private boolean isOneDay() {
        if (bySlice.isEmpty()) {
            return false;
        }
        String day = IsoInstant.format(bySlice.firstKey()).substring(0, 10);
        return bySlice.entrySet().stream()
                .allMatch(slice -> IsoInstant.format(grid.sliceEnd(slice.getKey()))
                                .startsWith(day)
                        && IsoInstant.format(slice.getValue().firstKey()).startsWith(day));
    }

    /** An instant, as short as it can be said. */
    private String time(long millis) {
        String text = IsoInstant.format(millis);
        String shorter = text.endsWith(".000Z") ? text.substring(0, 19) : text.substring(0, 23);
        return isOneDay() ? shorter.substring(11) : shorter + "Z";
    }

    private static void print(List<List<String>> lines, Appendable out) throws IOException {
        int columns = lines.get(0).size();
        int[] widths = new int[columns];
        lines.forEach(line -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        });
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String padding = " ".repeat(widths[i] - line.get(i).length());
                text.append(i == 0 ? line.get(i) + padding : "  " + padding + line.get(i));
            }
            out.append(text.toString().stripTrailing()).append('\n');
        }
    }
}
