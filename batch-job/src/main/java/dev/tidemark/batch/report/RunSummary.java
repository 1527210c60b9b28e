package dev.tidemark.batch.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * The {@code summary.json} over all days of a run.
 *
 * @param summary over all days
 * @param days each in short
 */
record RunSummary(@JsonUnwrapped Summary summary, List<DayVerdict> days) {

    /**
     * A day in short.
     *
     * @param day such as {@code 2024-07-15}
     * @param verdict of it
     * @param unexplained in it
     */
    record DayVerdict(String day, NightVerdict verdict, Summary.Unexplained unexplained) {}

    static RunSummary of(Summary summary, List<Summary> days) {
        return new RunSummary(
                summary,
                days.stream()
                        .map(day -> new DayVerdict(day.title(), day.verdict(), day.unexplained()))
                        .toList());
    }
}
