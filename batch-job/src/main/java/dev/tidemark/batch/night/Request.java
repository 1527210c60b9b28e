package dev.tidemark.batch.night;

import dev.tidemark.domain.view.Views;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What to do in one run.
 *
 * @param views to compute
 * @param from first day to compute whatever has changed, or null for none
 * @param to last such day, inclusive, or null for none; {@code from <= to}
 * @param work folder for scratch files and copies of the batch's own objects
 * @param report folder of the reports, or null for none on disk
 * @param memory what the engine may use, as DuckDB writes it
 * @param threads of the engine
 * @param cellsKeptFor how long the stream keeps cells and panes, by the wall clock of their writing
 */
public record Request(
        Views views,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        Path work,
        @Nullable Path report,
        String memory,
        int threads,
        Duration cellsKeptFor) {

    public Request {
        if ((from == null) != (to == null) || (from != null && to != null && from.isAfter(to))) {
            throw new IllegalArgumentException("from <= to does not hold: from is " + from + ", to is " + to);
        }
    }
}
