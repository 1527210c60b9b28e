package dev.tidemark.batch.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.state.MissedRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One day, or all days of a run, in figures: {@code summary.json}, whose schema is {@code report/summary.schema.json}.
 *
 * @param title the day, or the range of days
 * @param verdict of it
 * @param events of it
 * @param views of it, in the order of the views file
 * @param faults of it
 * @param faultCount how many there are; more than are named, where there are very many
 * @param notes what a reader should know
 * @param missed what neither the stream nor the archive has: beside the ledger, whose causes have numbers
 * @param run that computed it
 */
@JsonPropertyOrder({
    "verdict",
    "exitCode",
    "sentence",
    "events",
    "unexplained",
    "views",
    "watermark",
    "faultCount",
    "faults",
    "notes",
    "missed",
    "run"
})
public record Summary(
        @JsonIgnore String title,
        NightVerdict verdict,
        EventCounts events,
        List<ViewCounts> views,
        List<NightFault> faults,
        long faultCount,
        List<String> notes,
        List<MissedRange> missed,
        RunFigures run) {

    /**
     * A run.
     *
     * @param id of it
     * @param engine that computed
     * @param seconds that it took
     * @param rowsPerSecond occurrences of events by seconds
     */
    public record RunFigures(
            String id,
            String engine,
            @JsonSerialize(using = ReportJson.Seconds.class) double seconds,
            long rowsPerSecond) {}

    /**
     * What no cause explains.
     *
     * @param events that no cause explains
     * @param cells pairs of window and key that something is wrong with
     */
    public record Unexplained(long events, long cells) {}

    /**
     * How far time was behind.
     *
     * @param lagMax the largest distance of the watermark behind the shard clock, an ISO 8601 duration
     */
    public record WatermarkLag(String lagMax) {}

    public Summary {
        views = List.copyOf(views);
        faults = List.copyOf(faults);
        notes = List.copyOf(notes);
        missed = List.copyOf(missed);
    }

    /** What no cause explains. */
    @JsonProperty
    public Unexplained unexplained() {
        return new Unexplained(
                views.stream().mapToLong(ViewCounts::unexplainedEvents).sum(),
                views.stream().mapToLong(ViewCounts::wrongCells).sum());
    }

    /** The ledgers of all views added up. */
    public LedgerCounts total() {
        return views.stream().map(ViewCounts::count).reduce(LedgerCounts.NONE, LedgerCounts::plus);
    }

    /** How the command ends, if the run is published. */
    @JsonProperty
    public int exitCode() {
        return verdict.exitCode().code();
    }

    /** How far time was behind. */
    @JsonProperty
    public WatermarkLag watermark() {
        return new WatermarkLag(Duration.ofMillis(events.lagMaxMillis()).toString());
    }

    /** All views' figures added up. */
    public static List<ViewCounts> merged(List<List<ViewCounts>> days) {
        Map<String, ViewCounts> byId = new LinkedHashMap<>();
        days.forEach(day -> day.forEach(view -> byId.merge(view.id(), view, ViewCounts::plus)));
        return new ArrayList<>(byId.values());
    }

    /** The verdict in one sentence. */
    @JsonProperty
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
                unexplained().events() + " events and " + unexplained().cells()
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
