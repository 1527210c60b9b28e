package dev.tidemark.batch.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page draws: of a day its rows, of a run its days.
 *
 * @param title the day, or the range of days
 * @param summary what {@code summary.json} has
 * @param rows of a day's table, as {@link PageRows} has them, or null
 * @param complete whether there are no more rows, or null
 * @param days of a run, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PageData(
        String title,
        Summary summary,
        @Nullable List<List<@Nullable Object>> rows,
        @Nullable Boolean complete,
        @Nullable List<PageDay> days) {

    /**
     * A day in a run's table.
     *
     * @param day such as {@code 2024-07-15}
     * @param verdict of it
     * @param events that are unique
     * @param late that on-time panes lack
     * @param lateBeyond that final panes lack
     * @param open whose panes had not fired
     * @param unexplained events
     */
    record PageDay(
            String day, NightVerdict verdict, long events, long late, long lateBeyond, long open, long unexplained) {

        static PageDay of(Summary day) {
            LedgerCounts all = day.total();
            return new PageDay(
                    day.title(),
                    day.verdict(),
                    day.events().unique(),
                    all.batch() - all.streamOnTime(),
                    all.lateBeyond(),
                    all.open(),
                    day.unexplained().events());
        }
    }

    static PageData ofDay(Summary summary, PageRows rows) {
        return new PageData(summary.title(), summary, rows.rows(), rows.complete(), null);
    }

    static PageData ofRun(Summary summary, List<Summary> days) {
        return new PageData(
                summary.title(),
                summary,
                null,
                null,
                days.stream().map(PageDay::of).toList());
    }
}
