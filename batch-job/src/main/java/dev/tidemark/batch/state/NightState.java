package dev.tidemark.batch.state;

import java.util.List;
import java.util.Optional;

/**
 * What a run goes on from. What grows with events is not here but in tables of the engine.
 *
 * @param published the run before, if there is one
 * @param shards as they stand in the checkpoint
 * @param files that earlier runs have made, by key
 * @param days that are published, by view
 * @param segments of the sightings within the horizon, oldest first
 * @param keptDays from which days on records are there
 * @param versions of the views that earlier runs have met, by shard in the order of the log
 * @param missed what neither the stream nor the archive has of what earlier runs have read
 */
public record NightState(
        Optional<Published> published,
        List<KnownShard> shards,
        List<StoredFile> files,
        List<StoredSegment> segments,
        KeptDays keptDays,
        List<ViewDay> days,
        List<ViewsSwitch> versions,
        List<MissedRange> missed) {

    public NightState {
        shards = List.copyOf(shards);
        files = List.copyOf(files);
        segments = List.copyOf(segments);
        days = List.copyOf(days);
        versions = List.copyOf(versions);
        missed = List.copyOf(missed);
    }

    /** Files of a kind. */
    public List<StoredFile> files(String kind) {
        return files.stream().filter(file -> file.kind().equals(kind)).toList();
    }
}
