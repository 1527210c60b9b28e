package dev.tidemark.domain.fold;

import dev.tidemark.domain.event.Fingerprint;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.WindowSpec;
import dev.tidemark.domain.watermark.ShardTime;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.domain.window.Grid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Folds a run of one shard's records into what it changes. For each record, in sequence order:
 *
 * <ol>
 *   <li>An event whose fingerprint was seen less than {@code deduplicateFor} ago, by the shard clock before the record, is
 *       a duplicate: counted, not applied. Being seen refreshes it.
 *   <li>Any other event goes, for each view that it matches, into the cell of its slice with the first mark after the
 *       watermark from before the record. For each join view of which it is a half, so do the pairs that it completes.
 *   <li>Then the shard's clock and watermarks move.
 * </ol>
 *
 * The result depends on the records, the time and the sightings before them, and on nothing else: not on how the log was
 * cut into runs. Nothing that was passed in is changed. Not thread-safe.
 */
public final class ShardFold {

    private record ViewGrid(View view, Grid grid, List<AggregateSpec.Approximate> approximate) {

        boolean isSession() {
            return view.window() instanceof WindowSpec.Session;
        }

        CellDelta delta() {
            return new CellDelta(
                    approximate.isEmpty() ? null : new SketchInputs(approximate),
                    isSession() ? new EventTimes() : null);
        }
    }

    private record JoinGrid(JoinTarget join, ViewGrid target) {}

    private final Views views;
    private final List<ViewGrid> grids;
    private final List<JoinGrid> joinGrids;
    private final Fingerprint fingerprint = new Fingerprint();

    /** A fold with these views. */
    public ShardFold(Views views) {
        this.views = views;
        List<ViewGrid> all = views.views().stream()
                .map(view -> new ViewGrid(view, Grid.of(view), view.approximate()))
                .toList();
        this.grids = all.stream().filter(target -> target.view().join() == null).toList();
        this.joinGrids = all.stream()
                .flatMap(target ->
                        Stream.ofNullable(JoinTarget.of(target.view())).map(join -> new JoinGrid(join, target)))
                .toList();
    }

    /** The same where nothing waits in a join. */
    public Step fold(List<ShardRecord> records, ShardTime before, SeenEvents seen) {
        return fold(records, before, seen, new JoinState());
    }

    /**
     * Folds records on top of what a shard has seen.
     *
     * @param records one or more, in sequence order
     * @param before the shard's time before the first of them
     * @param seen the events seen before; left as it is
     * @param joins what waits in the shard's joins; left as it is
     */
    public Step fold(List<ShardRecord> records, ShardTime before, SeenEvents seen, JoinState joins) {
        FoldRun run = new FoldRun(before, seen, joins);
        for (ShardRecord record : records) {
            run.take(record);
        }
        return new Step(
                records.get(0).sequence(),
                records.get(records.size() - 1).sequence(),
                run.cells,
                run.due,
                run.moments,
                run.sightings,
                run.time,
                run.viewsVersion,
                new Counts(records.size(), run.events, run.duplicates, run.controls, run.quarantined),
                run.joinDeltas());
    }

    /** One fold in the making. */
    private final class FoldRun {
        private final SeenEvents seenBefore;
        private final SeenEvents seenHere =
                new SeenEvents(views.deduplicateFor().toMillis());
        private final Map<CellKey, CellDelta> cells = new HashMap<>();
        private final Set<DueSlice> due = new LinkedHashSet<>();
        private final List<Moment> moments = new ArrayList<>();
        private final Sightings sightings = new Sightings();
        private ShardTime time;
        private String viewsVersion = "";
        private long events;
        private long duplicates;
        private long controls;
        private long quarantined;
        private final JoinState joinsBefore;
        private final Map<String, JoinRun> joins = new HashMap<>();

        FoldRun(ShardTime before, SeenEvents seen, JoinState joins) {
            this.time = before;
            this.seenBefore = seen;
            this.joinsBefore = joins;
        }

        void take(ShardRecord shardRecord) {
            if (!(shardRecord instanceof ShardRecord.Readable readable)) {
                quarantined++;
                return;
            }
            LogRecord record = readable.record();
            if (record instanceof LogRecord.Events eventsRecord) {
                take(readable.sequence(), eventsRecord);
                return;
            }
            controls++;
            long received = time.watermarks().received();
            if (record instanceof LogRecord.Heartbeat heartbeat) {
                time = time.afterHeartbeat(heartbeat.atMillis(), views.watermark());
            } else if (record instanceof LogRecord.Watermark watermark) {
                time = time.afterWatermark(watermark.atMillis());
            } else if (record instanceof LogRecord.ViewsChanged changed) {
                viewsVersion = changed.version();
            }
            Watermarks now = time.watermarks();
            if (now.received() > received) {
                moments.add(new Moment(now.received(), now.event()));
            }
        }

        private void take(String sequence, LogRecord.Events record) {
            long clock = time.clockBefore(record.receivedAtMillis());
            long latest = Watermarks.UNKNOWN;
            int position = 0;
            for (LoggedEnvelope envelope : record.envelopes()) {
                for (LoggedEvent event : envelope.events()) {
                    events++;
                    long print = fingerprint.of(record.deviceId(), event.id());
                    boolean duplicate = seenHere.seen(print, clock) || seenBefore.seen(print, clock);
                    seenHere.see(print, clock);
                    sightings.add(print, clock);
                    if (duplicate) {
                        duplicates++;
                    } else {
                        latest = Math.max(latest, event.time().millis());
                        apply(sequence, record, event);
                        join(sequence, record, event, position);
                    }
                    position++;
                }
            }
            time = time.afterEvents(record.receivedAtMillis(), latest, views.watermark());
        }

        private void apply(String sequence, LogRecord.Events record, LoggedEvent event) {
            for (ViewGrid target : grids) {
                apply(target, sequence, record, event);
            }
        }

        /** Counts the event, or the pair, in one view. */
        private void apply(ViewGrid target, String sequence, LogRecord.Events record, LoggedEvent event) {
            View view = target.view();
            String key = view.keyOf(record.deviceId(), event);
            if (key == null) {
                return;
            }
            Grid grid = target.grid();
            TimeDomain domain = view.time();
            long at = domain.timeOf(event, record.receivedAtMillis());
            long slice = grid.sliceStart(at);
            long mark = grid.markAfter(slice, time.watermarks().in(domain));
            long early = grid.earlyAfter(slice, mark, record.receivedAtMillis());
            CellKey cell = new CellKey(view.id(), slice, mark, early, key);
            CellDelta delta = cells.get(cell);
            if (delta == null) {
                delta = target.delta();
                cells.put(cell, delta);
                grid.publishingMarks(slice, mark)
                        .forEach(publishing -> due.add(new DueSlice(domain, publishing, view.id(), slice)));
                if (early != Grid.NO_EARLY) {
                    due.add(new DueSlice(TimeDomain.RECEIVED, early, view.id(), slice));
                }
            }
            delta.add(sequence, event.valueMicros());
            delta.sketch(record.deviceId(), event);
            delta.at(at);
        }

        /** Counts the pairs that the event completes. */
        private void join(String sequence, LogRecord.Events record, LoggedEvent event, int position) {
            for (JoinGrid target : joinGrids) {
                JoinTarget join = target.join();
                Half half = join.half(
                        record.deviceId(),
                        event,
                        sequence,
                        position,
                        time.watermarks().event());
                if (half == null) {
                    continue;
                }
                JoinRun run = joins.computeIfAbsent(
                        join.viewId(), id -> new JoinRun(joinsBefore.waiting(id, join.withinMillis())));
                for (Half first : run.take(half)) {
                    apply(target.target(), sequence, record, join.pair(first, half, event));
                }
            }
        }

        /** Of all views that a half came to, or where the watermark collects one. */
        private Map<String, JoinDelta> joinDeltas() {
            Map<String, JoinDelta> deltas = new HashMap<>();
            long watermark = time.watermarks().event();
            joins.forEach((viewId, run) -> deltas.put(viewId, run.delta(watermark)));
            joinsBefore.views().forEach((viewId, waiting) -> {
                if (!joins.containsKey(viewId)) {
                    JoinDelta delta = new JoinRun(waiting).delta(watermark);
                    if (!delta.unmatched().equals(Unmatched.NONE)) {
                        deltas.put(viewId, delta);
                    }
                }
            });
            return deltas;
        }
    }
}
