package dev.tidemark.batch.stage;

import dev.tidemark.batch.cut.Cut;
import dev.tidemark.batch.cut.FixedCut;
import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.state.JournalledObject;
import dev.tidemark.batch.state.MissedRange;
import dev.tidemark.batch.state.NightState;
import dev.tidemark.batch.state.ViewsSwitch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What staging found.
 *
 * @param fixed what was read up to
 * @param objects new ones, by their number in {@code records}
 * @param faults missing and altered objects, unreadable records
 * @param accepted holes that people have accepted
 * @param unjournalled keys of objects that no journal entry names
 * @param ordinals number of records of each shard, by index
 * @param objectsFrom of each shard, by index: before this padded sequence number no archive object begins that holds a record
 *     after the cut
 * @param notes what a reader should know
 * @param switches the {@code views} records, by shard in the order of the log
 * @param missed what neither the stream nor the archive has of what is new
 */
public record Staged(
        FixedCut fixed,
        List<JournalledObject> objects,
        List<NightFault> faults,
        AcceptedHoles accepted,
        List<String> unjournalled,
        Map<Integer, Long> ordinals,
        Map<Integer, String> objectsFrom,
        List<String> notes,
        List<ViewsSwitch> switches,
        List<MissedRange> missed) {

    public Staged {
        objects = List.copyOf(objects);
        faults = List.copyOf(faults);
        unjournalled = List.copyOf(unjournalled);
        ordinals = Map.copyOf(ordinals);
        objectsFrom = Map.copyOf(objectsFrom);
        notes = List.copyOf(notes);
        switches = List.copyOf(switches);
        missed = List.copyOf(missed);
    }

    /** What was read up to. */
    public Cut cut() {
        return fixed.cut();
    }

    /** What neither the stream nor the archive has, of this run and of those before it. */
    public List<MissedRange> allMissed() {
        List<MissedRange> all = new ArrayList<>(state().missed());
        all.addAll(missed);
        return all;
    }

    /** What the run goes on from. */
    public NightState state() {
        return fixed.state();
    }
}
