package dev.tidemark.batch.report;

import dev.tidemark.batch.fault.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One day, or all days of a run, in figures.
 *
 * @param title the day, or the range of days
 * @param verdict of it
 * @param events of it
 * @param views of it, in the order of the views file
 * @param faults of it
 * @param faultCount how many there are; more than are named, where there are very many
 * @param notes what a reader should know
 * @param run that computed it
 */
public record Summary(
        String title,
        NightVerdict verdict,
        EventCounts events,
        List<ViewCounts> views,
        List<Fault> faults,
        long faultCount,
        List<String> notes,
        Run run) {

    /**
     * A run.
     *
     * @param id of it
     * @param engine that computed
     * @param seconds that it took
     * @param rowsPerSecond occurrences of events by seconds
     */
    public record Run(String id, String engine, double seconds, long rowsPerSecond) {}

    public Summary {
        views = List.copyOf(views);
        faults = List.copyOf(faults);
        notes = List.copyOf(notes);
    }

    /** Events that no cause explains. */
    public long unexplainedEvents() {
        return views.stream().mapToLong(ViewCounts::unexplainedEvents).sum();
    }

    /** Pairs of window and key that something is wrong with. */
    public long unexplainedCells() {
        return views.stream().mapToLong(ViewCounts::wrongCells).sum();
    }

    /** All views' figures added up. */
    public static List<ViewCounts> merged(List<List<ViewCounts>> days) {
        Map<String, ViewCounts> byId = new LinkedHashMap<>();
        days.forEach(day -> day.forEach(view -> byId.merge(view.id(), view, ViewCounts::plus)));
        return new ArrayList<>(byId.values());
    }

    /** The verdict in one sentence. */
    public String sentence() {
        return switch (verdict) {
            case PASS ->
                String.format(
                        Locale.ROOT,
                        "Every difference is explained: %,d unique events in %,d windows and keys, unexplained 0.",
                        events.unique(),
                        cells());
            case WARN ->
                "Every difference is explained, unexplained 0, but there is something to look at: "
                        + String.join("; ", notes) + ".";
            case FAIL ->
                unexplainedEvents() + " events and " + unexplainedCells()
                        + " windows and keys are unexplained; " + faultCount + " faults were found"
                        + (faults.isEmpty()
                                ? "."
                                : ", the first: " + faults.get(0).object() + ".");
            case NOT_COMPARABLE -> "Not comparable: cells of the stream have expired.";
        };
    }

    private long cells() {
        return views.stream().mapToLong(ViewCounts::cells).sum();
    }
}
