package dev.tidemark.batch.judge;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.recompute.Recomputed;
import dev.tidemark.batch.reconcile.Reconciled;
import dev.tidemark.batch.report.Summary;
import java.util.List;
import java.util.SortedMap;

/**
 * What a run comes to, before anything is written.
 *
 * @param reconciled what was judged
 * @param days each day's verdict and figures, by number
 * @param whole all days together
 */
public record Judged(Reconciled reconciled, SortedMap<Long, Summary> days, Summary whole) {

    /** What was compared. */
    public Recomputed.Windows windows() {
        return reconciled.windows();
    }

    /** Whether an archive object is missing or altered, so that nothing may be published. */
    public boolean archiveIsBroken() {
        return whole.faults().stream().anyMatch(fault -> fault.kind() == NightFault.FaultKind.ARCHIVE_OBJECT);
    }

    /** The days in their order. */
    public List<Summary> inOrder() {
        return List.copyOf(days.values());
    }
}
