package dev.tidemark.domain.fold;

import dev.tidemark.domain.watermark.ShardTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run of records of one shard changes: the unit that the journal commits.
 *
 * @param first padded sequence number of its first record
 * @param last padded sequence number of its last record
 * @param cells what it adds to which cell
 * @param due the slices that these cells lie in
 * @param moments each advance of the received watermark in it; whatever the views, since later ones may have early panes
 * @param sightings the fingerprints it saw
 * @param time the shard's time after it
 * @param viewsVersion of the last {@code views} record in it, or empty
 * @param counts of it alone
 * @param joins what it changes in the join views in which it changes anything, by view id
 */
public record Step(
        String first,
        String last,
        Map<CellKey, CellDelta> cells,
        Set<DueSlice> due,
        List<Moment> moments,
        Sightings sightings,
        ShardTime time,
        String viewsVersion,
        Counts counts,
        Map<String, JoinDelta> joins) {}
