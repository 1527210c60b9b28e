package dev.tidemark.batch.report;

import java.util.List;

/**
 * One view's windows, and its ledger of events.
 *
 * @param name of the view
 * @param id of the view
 * @param windows different windows
 * @param cells pairs of window and key
 * @param notCovered of these, those with an event from before the view was in force: they are not compared
 * @param onTime events in on-time panes
 * @param streamFinal events in final panes
 * @param batch events by the batch
 * @param lateBeyond came after the final mark
 * @param duplicate that repeated occurrences added to final panes
 * @param quarantined set aside
 * @param skipped given up
 * @param open whose panes had not fired at the cut
 * @param unexplained what remains
 * @param unexplainedEvents the same, signs dropped before adding up
 * @param differingOnTime pairs whose on-time pane is not what the batch says
 * @param differingFinal pairs whose final pane is not
 * @param wrongCells pairs with something unexplained, or with a cell or pane that is at fault
 * @param approximates approximate aggregates beside the exact ones, in the order of the view
 */
public record ViewCounts(
        String name,
        String id,
        long windows,
        long cells,
        long notCovered,
        long onTime,
        long streamFinal,
        long batch,
        long lateBeyond,
        long duplicate,
        long quarantined,
        long skipped,
        long open,
        long unexplained,
        long unexplainedEvents,
        long differingOnTime,
        long differingFinal,
        long wrongCells,
        List<ApproximateCounts> approximates) {

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
                onTime + other.onTime,
                streamFinal + other.streamFinal,
                batch + other.batch,
                lateBeyond + other.lateBeyond,
                duplicate + other.duplicate,
                quarantined + other.quarantined,
                skipped + other.skipped,
                open + other.open,
                unexplained + other.unexplained,
                unexplainedEvents + other.unexplainedEvents,
                differingOnTime + other.differingOnTime,
                differingFinal + other.differingFinal,
                wrongCells + other.wrongCells,
                ApproximateCounts.merged(approximates, other.approximates));
    }
}
