package dev.tidemark.local.cli;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Sketches;
import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.view.View;
import dev.tidemark.serving.windows.PaneReading;
import dev.tidemark.serving.windows.WindowQuery;
import dev.tidemark.serving.windows.WindowReader;
import dev.tidemark.serving.windows.WindowRow;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that the stream left in a data directory, read once while nothing runs on it; of sketches the numbers, in the
 * order of the cells.
 */
record GridOfData(
        List<View> views,
        Map<String, List<Cell>> cells,
        Map<String, List<WindowRow>> rows,
        Beyond beyond,
        Map<String, List<Map<String, Long>>> sketched) {

    /** By view, then window start and key. */
    record Beyond(Map<String, Map<String, Measures>> byView) {}

    static GridOfData read(Path data) throws InterruptedException {
        Map<String, List<Cell>> cells = new LinkedHashMap<>();
        Map<String, List<WindowRow>> rows = new LinkedHashMap<>();
        Map<String, List<Map<String, Long>>> sketched = new LinkedHashMap<>();
        Map<String, Map<String, Measures>> beyond = new LinkedHashMap<>();
        try (StoresOfData stores = StoresOfData.open(data, null)) {
            WindowReader reader = stores.windows();
            for (View view : stores.views().views()) {
                List<Cell> all = reader.cells(view).stream()
                        .sorted(java.util.Comparator.comparing(
                                cell -> exact(cell).toString()))
                        .toList();
                cells.put(view.name(), all.stream().map(GridOfData::exact).toList());
                sketched.put(
                        view.name(),
                        all.stream()
                                .map(cell -> cell.measures().sketches().numbers())
                                .toList());
                rows.put(
                        view.name(),
                        reader.rows(view, WindowQuery.ALL, PaneReading.ACCUMULATING).stream()
                                .map(GridOfData::exact)
                                .toList());
                Map<String, Measures> groups = new TreeMap<>();
                reader.beyond(view)
                        .forEach((window, keys) -> keys.forEach(
                                (key, measures) -> groups.put(window.startMillis() + " " + key, measures)));
                beyond.put(view.name(), groups);
            }
            return new GridOfData(stores.views().views(), cells, rows, new Beyond(beyond), sketched);
        }
    }

    /** Without sketches, which are the same from pass to pass in their numbers alone. */
    private static Cell exact(Cell cell) {
        return new Cell(cell.key(), cell.measures().with(Sketches.NONE));
    }

    private static WindowRow exact(WindowRow row) {
        return new WindowRow(
                row.view(),
                row.window(),
                row.key(),
                row.markMillis(),
                row.status(),
                row.index(),
                row.isFinal(),
                row.total().with(Sketches.NONE));
    }

    /** Final panes and the cells above the final mark together, by window start and key. */
    Map<String, Truth.Group> finalsAndBeyond(View view) {
        Map<String, Measures> groups = new TreeMap<>(beyond.byView().getOrDefault(view.name(), Map.of()));
        for (WindowRow row : rows.getOrDefault(view.name(), List.of())) {
            if (row.isFinal()) {
                groups.merge(row.window().startMillis() + " " + row.key(), row.total(), Measures::merge);
            }
        }
        Map<String, Truth.Group> sums = new TreeMap<>();
        groups.forEach((group, measures) -> sums.put(
                group,
                Truth.Group.of(
                        measures.count(),
                        measures.sumDecimal() == null ? java.math.BigDecimal.ZERO : measures.sumDecimal())));
        return sums;
    }

    /** Events that were in their window when it was published on time. */
    long onTime(View view) {
        return rows.getOrDefault(view.name(), List.of()).stream()
                .filter(row -> row.status() == WindowRow.RowStatus.ON_TIME)
                .mapToLong(row -> row.total().count())
                .sum();
    }
}
