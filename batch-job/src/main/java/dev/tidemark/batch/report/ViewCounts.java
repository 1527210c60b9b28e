package dev.tidemark.batch.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One view's windows, and its ledger of events.
 *
 * @param name of the view
 * @param id of the view
 * @param windows different windows
 * @param cells pairs of window and key
 * @param notCovered of these, those with an event from before the view was in force, of an accepted hole, or that may have
 *     gone: they are not compared
 * @param count its ledger
 * @param cellsDiffering pairs whose panes are not what the batch says
 * @param unexplainedEvents what remains in the ledger, signs dropped before adding up
 * @param wrongCells pairs with something unexplained, or with a cell or pane that is at fault
 * @param approximates approximate aggregates beside the exact ones, in the order of the view
 */
public record ViewCounts(
        String name,
        String id,
        long windows,
        long cells,
        long notCovered,
        LedgerCounts count,
        Differing cellsDiffering,
        @JsonIgnore long unexplainedEvents,
        @JsonIgnore long wrongCells,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ApproximateCounts> approximates) {

    /**
     * Pairs of window and key that are not what the batch says.
     *
     * @param onTime by their on-time pane
     * @param atTheEnd by their final pane
     */
    public record Differing(
            long onTime, @JsonProperty("final") long atTheEnd) {}

    public ViewCounts {
        approximates = List.copyOf(approximates);
    }

    ViewCounts plus(ViewCounts other) {
        return new ViewCounts(
                name,
                id,
                windows + other.windows,
                cells + other.cells,
                notCovered + other.notCovered,
                count.plus(other.count),
                new Differing(
                        cellsDiffering.onTime + other.cellsDiffering.onTime,
                        cellsDiffering.atTheEnd + other.cellsDiffering.atTheEnd),
                unexplainedEvents + other.unexplainedEvents,
                wrongCells + other.wrongCells,
                ApproximateCounts.merged(approximates, other.approximates));
    }
}
