package dev.tidemark.domain.fold;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.event.TimeQuality;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.domain.view.ViewsParser;
import dev.tidemark.domain.watermark.ShardTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Small logs for tests, and the plainest way to fold them: one record a step, every step committed. */
final class Logs {

    private Logs() {}

    static Views views(String yaml) {
        try {
            return ViewsParser.parse(yaml, "views.yaml");
        } catch (ViewsException e) {
            throw new AssertionError(e);
        }
    }

    static LoggedEvent event(String id, String type, long timeMillis, String value) {
        return new LoggedEvent(
                id,
                type,
                null,
                new EventTime(timeMillis, TimeQuality.TRUSTED),
                value.isEmpty() ? Micros.NONE : Micros.parse(value),
                Map.of());
    }

    static LogRecord.Events events(String deviceId, long receivedAtMillis, LoggedEvent... events) {
        return new LogRecord.Events(
                deviceId,
                receivedAtMillis,
                "r",
                List.of(new LoggedEnvelope(null, null, ClockOffset.none(), List.of(events))));
    }

    /** Records with the sequence numbers 1, 2, 3, …; null stands for a quarantined one. */
    static List<ShardRecord> log(List<? extends LogRecord> records) {
        List<ShardRecord> log = new ArrayList<>();
        for (LogRecord record : records) {
            String sequence = Sequence.pad(Integer.toString(log.size() + 1));
            log.add(
                    record == null
                            ? new ShardRecord.Quarantined(sequence)
                            : new ShardRecord.Readable(sequence, record));
        }
        return log;
    }

    static List<ShardRecord> log(LogRecord... records) {
        return log(java.util.Arrays.asList(records));
    }

    /** A shard's state as the stores keep it, moved on step by step. */
    static final class Shard {

        private final ShardFold fold;
        private final SeenEvents seen;
        final Map<CellKey, Measures> cells = new HashMap<>();
        ShardTime time = ShardTime.START;
        Counts counts = Counts.NONE;
        String viewsVersion = "";
        final List<Moment> moments = new ArrayList<>();
        final JoinState joins = new JoinState();
        final Map<String, Unmatched> unmatched = new HashMap<>();

        Shard(Views views) {
            this.fold = new ShardFold(views);
            this.seen = new SeenEvents(views.deduplicateFor().toMillis());
        }

        /** Folds the records as one step and commits it, through the journal's packed form. */
        Step step(List<ShardRecord> records) {
            Step step = fold.fold(records, time, seen, joins);
            step.cells()
                    .forEach((key, delta) -> cells.merge(
                            key,
                            delta.onto(Measures.EMPTY, Sequence.NONE),
                            (stored, added) -> delta.onto(stored, Sequence.NONE)));
            Sightings.unpack(step.sightings().pack()).into(seen);
            time = step.time();
            counts = counts.plus(step.counts());
            moments.addAll(step.moments());
            joins.commit(step.joins(), time.watermarks().event());
            step.joins().forEach((view, delta) -> unmatched.merge(view, delta.unmatched(), Unmatched::plus));
            if (!step.viewsVersion().isEmpty()) {
                viewsVersion = step.viewsVersion();
            }
            return step;
        }

        Shard steps(List<ShardRecord> records) {
            records.forEach(record -> step(List.of(record)));
            return this;
        }

        List<Cell> cells() {
            return cells.entrySet().stream()
                    .map(entry -> new Cell(entry.getKey(), entry.getValue()))
                    .toList();
        }
    }
}
