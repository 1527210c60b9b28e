package dev.tidemark.batch.decide;

import dev.tidemark.batch.cut.Cut;
import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.stage.Staged;
import dev.tidemark.batch.state.State;
import dev.tidemark.batch.state.StoredFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the stream had to decide.
 *
 * @param staged what was decided on
 * @param misread records of which the rows do not say what the archive's lines do
 * @param coverage of the views
 * @param stands where each shard stands at the cut, by index
 * @param limits up to where anything is compared
 * @param touched the times of what is new
 * @param parts files that were made of what is new
 */
public record Decided(
        Staged staged,
        List<NightFault> misread,
        Coverage coverage,
        Map<Integer, ShardStand> stands,
        ComparisonLimits limits,
        Touched touched,
        List<StoredFile> parts) {

    public Decided {
        misread = List.copyOf(misread);
        stands = Map.copyOf(stands);
        parts = List.copyOf(parts);
    }

    /** What was read up to. */
    public Cut cut() {
        return staged.cut();
    }

    /** What the run goes on from. */
    public State state() {
        return staged.state();
    }

    /** What was found wrong with the archive and its reader before anything was compared. */
    public List<NightFault> faults() {
        List<NightFault> all = new ArrayList<>(staged.faults());
        all.addAll(misread);
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
