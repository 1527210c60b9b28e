package dev.tidemark.batch.decide;

import dev.tidemark.batch.cut.Cut;
import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.stage.Staged;
import dev.tidemark.batch.state.NightState;
import dev.tidemark.batch.state.StoredFile;
import dev.tidemark.batch.state.StoredSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the stream had to decide.
 *
 * @param staged what was decided on
 * @param misread records of which the rows do not say what the archive's lines do
 * @param lost what this run's events would need and is not there: objects of earlier sightings, records of days
 * @param coverage of the views
 * @param stands where each shard stands at the cut, by index
 * @param limits up to where anything is compared
 * @param touched the times of what is new
 * @param parts files that were made of what is new
 * @param segment of the sightings that are new; none where there is no new record
 * @param kept for the next run
 */
public record Decided(
        Staged staged,
        List<NightFault> misread,
        List<NightFault> lost,
        Coverage coverage,
        Map<Integer, ShardStand> stands,
        ComparisonLimits limits,
        Touched touched,
        List<StoredFile> parts,
        Optional<StoredSegment> segment,
        Kept kept) {

    public Decided {
        misread = List.copyOf(misread);
        lost = List.copyOf(lost);
        stands = Map.copyOf(stands);
        parts = List.copyOf(parts);
    }

    /** What was read up to. */
    public Cut cut() {
        return staged.cut();
    }

    /** What the run goes on from. */
    public NightState state() {
        return staged.state();
    }

    /** What was found wrong with the archive and its reader before anything was compared. */
    public List<NightFault> faults() {
        List<NightFault> all = new ArrayList<>(staged.faults());
        all.addAll(misread);
        all.addAll(lost);
        return all;
    }

    /** All files: of earlier runs, and of this one. */
    public List<StoredFile> files() {
        List<StoredFile> all = new ArrayList<>(state().files());
        all.addAll(parts);
        return all;
    }

    /** All files of a kind. */
    public List<StoredFile> files(String kind) {
        return files().stream().filter(file -> file.kind().equals(kind)).toList();
    }
}
