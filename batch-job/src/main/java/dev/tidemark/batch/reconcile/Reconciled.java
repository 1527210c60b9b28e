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

    /** All that is wrong with the archive. */
    public List<NightFault> archiveFaults() {
        List<NightFault> all = new ArrayList<>(windows.decided().staged().faults());
        all.addAll(earlierFaults);
        return all;
    }
}
