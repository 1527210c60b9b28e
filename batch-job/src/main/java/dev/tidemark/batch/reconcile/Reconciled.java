package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.recompute.Recomputed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What came of holding the stream against the batch; the differences stand in tables.
 *
 * @param windows that were compared
 * @param expired days of which the stream has already forgotten something
 * @param earlierFaults objects that earlier runs have read and that are no longer what they were
 */
public record Reconciled(Recomputed.Windows windows, Set<Long> expired, List<NightFault> earlierFaults) {

    public Reconciled {
        expired = Set.copyOf(expired);
        earlierFaults = List.copyOf(earlierFaults);
    }

    /** What was found wrong before cells and panes were looked at. */
    public List<NightFault> earlyFaults() {
        List<NightFault> all = new ArrayList<>(windows.decided().faults());
        all.addAll(earlierFaults);
        return all;
    }
}
