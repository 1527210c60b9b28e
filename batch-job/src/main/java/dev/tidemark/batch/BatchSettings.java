package dev.tidemark.batch;

import dev.tidemark.domain.view.View;
import dev.tidemark.platform.Environment;
import dev.tidemark.platform.Table;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says; the names are in {@code docs/platform.md}.
 *
 * @param bucket of the archive and of the batch's output
 * @param tables deployed names
 * @param views path of the views file, or null
 * @param cellsKeptFor how long the stream keeps cells and panes
 * @param memory what the engine of the function may use, as DuckDB writes it
 */
record BatchSettings(
        String bucket, Map<Table, String> tables, @Nullable String views, Duration cellsKeptFor, String memory) {

    /** How long the stream keeps cells and panes; an ISO 8601 duration. */
    static final String CELLS_KEPT_FOR = "TIDEMARK_CELLS_KEPT_FOR";

    private static final String DEFAULT_MEMORY = "1GB";

    /**
     * Reads it.
     *
     * @throws RefusedException naming the first variable that is missing or wrong
     */
    static BatchSettings of(Map<String, String> environment) {
        Map<Table, String> tables = new EnumMap<>(Table.class);
        for (Table table : new Table[] {Table.WINDOWS, Table.CELLS, Table.JOURNAL, Table.CORRECTIONS}) {
            tables.put(table, required(environment, Environment.table(table)));
        }
        String keptFor = environment.get(CELLS_KEPT_FOR);
        try {
            return new BatchSettings(
                    required(environment, Environment.BUCKET),
                    tables,
                    environment.get(Environment.VIEWS),
                    keptFor == null || keptFor.isEmpty() ? View.CELLS_KEPT_FOR : Duration.parse(keptFor),
                    environment.getOrDefault(Environment.BATCH_MEMORY, DEFAULT_MEMORY));
        } catch (DateTimeParseException e) {
            throw new RefusedException(CELLS_KEPT_FOR + " is no ISO 8601 duration such as P35D: '" + keptFor + "'");
        }
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new RefusedException("the environment variable " + name + " is not set");
        }
        return value;
    }
}
