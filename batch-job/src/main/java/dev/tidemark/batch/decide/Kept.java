package dev.tidemark.batch.decide;

import dev.tidemark.batch.cut.Cut;
import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.state.KeptDays;
import dev.tidemark.batch.state.NightState;
import dev.tidemark.batch.state.StoredFile;
import dev.tidemark.batch.state.StoredSegment;
import dev.tidemark.domain.view.Horizons;
import dev.tidemark.domain.view.Views;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What of all that runs have made is kept for the next one.
 *
 * @param files of days that an event may still come for, and of days that are needed for those
 * @param segments with a sighting that is not yet {@code uniqueFor} behind the clock of the log
 * @param days from which on records are there
 * @param booksFrom number of the first day that the books still have: days before it have no panes any more
 */
public record Kept(List<StoredFile> files, List<StoredSegment> segments, KeptDays days, long booksFrom) {

    public Kept {
        files = List.copyOf(files);
        segments = List.copyOf(segments);
    }

    /**
     * What is kept behind a run, by the clock of the log at its cut: nothing goes where that is not known.
     *
     * @param panesFor how long the stream keeps panes
     */
    static Kept after(
            NightState state,
            List<StoredFile> parts,
            List<StoredSegment> sealed,
            Views views,
            Duration panesFor,
            Cut cut,
            Map<Integer, ShardStand> stands) {
        List<StoredFile> files =
                Stream.concat(state.files().stream(), parts.stream()).toList();
        List<StoredSegment> segments =
                Stream.concat(state.segments().stream(), sealed.stream()).toList();
        OptionalLong clock = clock(cut, stands);
        if (clock.isEmpty()) {
            return new Kept(files, segments, state.keptDays(), Long.MIN_VALUE);
        }
        long uniqueFrom = clock.getAsLong() - views.uniqueFor().toMillis();
        long oldest = clock.getAsLong() - views.ingest().oldest().toMillis();
        KeptDays days = days(state.keptDays(), oldest, views);
        return new Kept(
                files.stream().filter(file -> file.last() >= days.recordsFrom()).toList(),
                segments.stream()
                        .filter(segment -> segment.lastClock() > uniqueFrom)
                        .toList(),
                days,
                Math.floorDiv(oldest - panesFor.toMillis(), ViewShape.DAY));
    }

    /**
     * Which days are left. What can be computed goes by the age of events alone; the reach of the views says what that needs, and
     * brings nothing back that has gone.
     *
     * @param oldest time of the oldest event that may still come, milliseconds
     */
    private static KeptDays days(KeptDays before, long oldest, Views views) {
        // One less: what a request has on its way may be received a little before the clock of the log.
        long computableFrom = Math.max(before.computableFrom(), Math.floorDiv(oldest, ViewShape.DAY) - 1);
        long daysOfWindows = -Math.floorDiv(-Horizons.ofWindows(views).toMillis(), ViewShape.DAY);
        return new KeptDays(computableFrom, Math.max(before.recordsFrom(), computableFrom + 1 - daysOfWindows));
    }

    /**
     * The clock of the log: the earliest of the shards that go on. A shard that stands still holds it back, for what comes in it
     * comes by its own clock.
     */
    private static OptionalLong clock(Cut cut, Map<Integer, ShardStand> stands) {
        List<ShardCut> open = cut.shards().stream()
                .filter(shard -> !shard.complete() && !shard.waiting())
                .toList();
        if (open.isEmpty()) {
            return clocks(cut.shards(), stands).max();
        }
        return clocks(open, stands).count() < open.size()
                ? OptionalLong.empty()
                : clocks(open, stands).min();
    }

    private static LongStream clocks(List<ShardCut> shards, Map<Integer, ShardStand> stands) {
        return shards.stream()
                .map(shard ->
                        stands.getOrDefault(shard.index(), ShardStand.UNKNOWN).clock())
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue);
    }
}
