package dev.tidemark.domain.fold;

import static dev.tidemark.domain.fold.Logs.event;
import static dev.tidemark.domain.fold.Logs.events;
import static dev.tidemark.domain.fold.Logs.log;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.fold.Logs.Shard;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.watermark.ShardTime;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.domain.window.Grid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Times are milliseconds. Windows of 10 s, q = 5 s, lateness 10 s; the watermark stays 1 s behind events. */
class ShardFoldTest {

    private static final Views VIEWS = Logs.views("""
            watermark: {outOfOrderness: PT1S, heartbeatEvery: PT10S, idleBound: PT3S, requestLifetime: PT2S}
            deduplicateFor: PT1M
            views:
              - {name: fixed, where: {type: t}, key: deviceId, window: {fixed: PT10S}, aggregates: [count, sum],
                 allowedLateness: PT10S, latePaneEvery: PT5S}
              - {name: sliding, key: none, window: {sliding: PT20S, every: PT10S}, aggregates: [count],
                 allowedLateness: PT10S, latePaneEvery: PT5S}
              - {name: received, key: type, time: received, window: {fixed: PT10S}, aggregates: [count],
                 latePaneEvery: PT10S}
              - {name: early, where: {type: t}, key: none, window: {fixed: PT10S}, aggregates: [count],
                 latePaneEvery: PT10S, earlyEvery: PT4S, earlyOffset: PT1S}
            """);

    private final Shard shard = new Shard(VIEWS);

    @Test
    void anEventGoesIntoACellOfEveryViewThatItMatches() {
        shard.steps(log(events("d", 12_500, event("a", "t", 12_000, "3"), event("b", "u", 7_000, ""))));

        assertThat(shard.cells)
                .containsOnly(
                        Map.entry(cell("fixed", 10_000, 20_000, "d"), Measures.of(3_000_000)),
                        Map.entry(cell("sliding", 10_000, 20_000, ""), Measures.of(3_000_000)),
                        Map.entry(cell("sliding", 0, 10_000, ""), Measures.of(Micros.NONE)),
                        Map.entry(cell("received", 10_000, 20_000, "t"), Measures.of(3_000_000)),
                        Map.entry(cell("received", 10_000, 20_000, "u"), Measures.of(Micros.NONE)),
                        Map.entry(cell("early", 10_000, 20_000, 13_000, ""), Measures.of(3_000_000)));
    }

    @Test
    void allEventsOfARecordMeetTheWatermarkFromBeforeIt() {
        shard.steps(log(events("d", 40_000, event("a", "t", 35_000, ""), event("b", "t", 1_000, ""))));
        assertThat(shard.time.watermarks().event()).isEqualTo(34_000);
        assertThat(fixedCells()).containsOnly(cell("fixed", 30_000, 40_000, "d"), cell("fixed", 0, 10_000, "d"));

        shard.cells.clear();
        shard.step(log(null, events("d", 40_100, event("c", "t", 1_000, ""))).subList(1, 2));
        // 34 s is past 10, 15, 20, 25, 30 s; the next mark of [0, 10) is 35 s.
        assertThat(fixedCells()).containsOnly(cell("fixed", 0, 35_000, "d"));
    }

    @Test
    void aCellBeyondTheAllowedLatenessIsKeptButDueAtNoWindow() {
        shard.step(log(events("d", 40_000, event("a", "t", 35_000, ""))));
        Step step = shard.step(
                log(null, events("d", 40_100, event("c", "t", 1_000, ""))).subList(1, 2));

        assertThat(step.cells()).containsKey(cell("fixed", 0, 35_000, "d"));
        assertThat(step.due())
                .noneMatch(due -> due.viewId().equals(id("fixed")))
                .contains(new DueSlice(TimeDomain.RECEIVED, 50_000, id("received"), 40_000));
    }

    @Test
    void aSliceIsDueAtEachWindowThatPublishesIt() {
        Step step = shard.step(log(events("d", 12_500, event("a", "t", 12_000, "3"))));

        assertThat(step.due())
                .containsExactlyInAnyOrder(
                        new DueSlice(TimeDomain.EVENT, 20_000, id("fixed"), 10_000),
                        new DueSlice(TimeDomain.EVENT, 20_000, id("sliding"), 10_000),
                        new DueSlice(TimeDomain.EVENT, 30_000, id("sliding"), 10_000),
                        new DueSlice(TimeDomain.RECEIVED, 20_000, id("received"), 10_000),
                        new DueSlice(TimeDomain.EVENT, 20_000, id("early"), 10_000),
                        new DueSlice(TimeDomain.RECEIVED, 13_000, id("early"), 10_000));
    }

    @Test
    void theEventWatermarkFollowsEventsThatNoViewMatches() {
        Views narrow = Logs.views("""
                watermark: {outOfOrderness: PT1S, heartbeatEvery: PT10S, idleBound: PT3S}
                deduplicateFor: PT1M
                views:
                  - {name: v, where: {type: none-such}, key: none, window: {fixed: PT10S}, aggregates: [count]}
                """);

        Shard other = new Shard(narrow).steps(log(events("d", 40_000, event("a", "t", 35_000, ""))));

        assertThat(other.cells).isEmpty();
        assertThat(other.time).isEqualTo(new ShardTime(40_000, new Watermarks(34_000, Watermarks.UNKNOWN)));
    }

    @Test
    void theReceivedWatermarkIsMovedByControlRecordsAlone() {
        shard.steps(log(
                events("d", 9_000, event("a", "t", 9_000, "")),
                new LogRecord.Heartbeat(12_000),
                events("d", 9_999, event("b", "t", 9_999, "")),
                new LogRecord.Heartbeat(12_001),
                new LogRecord.Watermark(30_000)));

        assertThat(shard.time).isEqualTo(new ShardTime(12_001, new Watermarks(30_000, 30_000)));
        // At 12 s the received watermark stands at 10 s, the end of [0, 10): what comes then has the next mark.
        assertThat(shard.cells).containsKeys(cell("received", 0, 10_000, "t"), cell("received", 0, 20_000, "t"));
    }

    @Test
    void aRepeatedEventIsCountedAndMovesTheShardClockOnly() {
        shard.steps(log(
                events("d", 10_000, event("a", "t", 9_000, "1")),
                events("d", 20_000, event("a", "t", 19_500, "1")),
                events("e", 20_001, event("a", "t", 9_000, "1"))));

        assertThat(shard.counts).isEqualTo(new Counts(3, 3, 1, 0, 0));
        assertThat(shard.time.clock()).isEqualTo(20_001);
        assertThat(shard.time.watermarks().event())
                .as("19.5 s was a duplicate's")
                .isEqualTo(8_000);
        assertThat(shard.cells.get(cell("fixed", 0, 10_000, "d")).count()).isEqualTo(1);
        assertThat(shard.cells.get(cell("fixed", 0, 10_000, "e")).count())
                .as("another device's event of the same id")
                .isEqualTo(1);
    }

    @Test
    void anEventRepeatedInItsOwnRecordIsADuplicate() {
        shard.steps(log(events("d", 10_000, event("a", "t", 9_000, "1"), event("a", "t", 9_500, "2"))));

        assertThat(shard.counts).isEqualTo(new Counts(1, 2, 1, 0, 0));
        assertThat(shard.cells.get(cell("fixed", 0, 10_000, "d"))).isEqualTo(Measures.of(1_000_000));
        assertThat(shard.time.watermarks().event()).isEqualTo(8_000);
    }

    /** The horizon is 60 s. A sighting has the shard clock from before its record, so the second record below is at 10 s. */
    @Test
    void anEventIsADuplicateWhileItWasSeenLessThanTheHorizonAgo() {
        for (long clock : new long[] {69_999, 70_000}) {
            Shard fresh = new Shard(VIEWS)
                    .steps(log(
                            new LogRecord.Heartbeat(10_000),
                            events("d", 10_500, event("a", "t", 9_000, "1")),
                            new LogRecord.Heartbeat(clock),
                            events("d", 300_000, event("a", "t", 9_000, "1"))));

            assertThat(fresh.counts.duplicates()).as("at %d", clock).isEqualTo(clock < 70_000 ? 1 : 0);
        }
    }

    @Test
    void theFirstRecordOfAShardIsSeenAtItsOwnArrival() {
        Shard fresh = new Shard(VIEWS)
                .steps(log(
                        events("d", 10_000, event("a", "t", 9_000, "1")),
                        new LogRecord.Heartbeat(69_999),
                        events("d", 70_000, event("a", "t", 9_000, "1"))));

        assertThat(fresh.counts.duplicates()).isEqualTo(1);
    }

    @Test
    void beingRepeatedRefreshesTheHorizon() {
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            records.add(new LogRecord.Heartbeat(50_000L * i));
            records.add(events("d", 50_000L * i, event("a", "t", 0, "1")));
        }

        shard.steps(log(records));

        assertThat(shard.counts).isEqualTo(new Counts(20, 10, 9, 10, 0));
    }

    @Test
    void anOlderArrivalDoesNotTurnTheShardClockBack() {
        shard.steps(log(
                new LogRecord.Heartbeat(100_000),
                events("d", 10_000, event("a", "t", 9_000, "1")),
                new LogRecord.Heartbeat(159_999),
                events("d", 10_000, event("a", "t", 9_000, "1"))));

        assertThat(shard.counts.duplicates()).isEqualTo(1);
        assertThat(shard.time.clock()).isEqualTo(159_999);
    }

    @Test
    void aQuarantinedRecordIsCountedAndMovesNothing() {
        shard.steps(log(events("d", 10_000, event("a", "t", 9_000, "1"))));
        ShardTime before = shard.time;

        Step step = shard.step(log(null, null).subList(1, 2));

        assertThat(step.counts()).isEqualTo(new Counts(1, 0, 0, 0, 1));
        assertThat(step.cells()).isEmpty();
        assertThat(shard.time).isEqualTo(before);
    }

    @Test
    void aChangeOfTheViewsIsNoted() {
        Step step = shard.step(log(
                new LogRecord.ViewsChanged("11111111"),
                new LogRecord.ViewsChanged("22222222"),
                new LogRecord.Heartbeat(1)));

        assertThat(step.viewsVersion()).isEqualTo("22222222");
        assertThat(step.counts()).isEqualTo(new Counts(3, 0, 0, 3, 0));
    }

    /** The received watermark stays 2 s behind a heartbeat, the event watermark 3 s. */
    @Test
    void eachAdvanceOfTheReceivedWatermarkIsAMoment() {
        Step step = shard.step(log(
                new LogRecord.Heartbeat(10_000),
                events("d", 12_500, event("a", "t", 12_000, "")),
                new LogRecord.Heartbeat(9_000),
                new LogRecord.Heartbeat(12_500),
                new LogRecord.Watermark(30_000)));

        assertThat(step.moments())
                .containsExactly(new Moment(8_000, 7_000), new Moment(10_500, 11_000), new Moment(30_000, 30_000));
    }

    @Test
    void aStepNamesItsFirstAndLastRecord() {
        Step step = shard.step(log(new LogRecord.Heartbeat(1), null, new LogRecord.Heartbeat(2)));

        assertThat(step.first()).isEqualTo(Sequence.pad("1"));
        assertThat(step.last()).isEqualTo(Sequence.pad("3"));
    }

    @Test
    void foldingChangesNothingThatWasPassedIn() {
        SeenEvents seen = new SeenEvents(60_000);
        ShardFold fold = new ShardFold(VIEWS);
        List<ShardRecord> records = log(events("d", 10_000, event("a", "t", 9_000, "1")));

        Step first = fold.fold(records, ShardTime.START, seen);
        Step again = fold.fold(records, ShardTime.START, seen);

        assertThat(seen.size()).isZero();
        assertThat(again.counts()).isEqualTo(first.counts());
        assertThat(again.time()).isEqualTo(first.time());
        assertThat(again.sightings().pack()).isEqualTo(first.sightings().pack());
        assertThat(again.cells().keySet()).isEqualTo(first.cells().keySet());
    }

    /** What exactly-once stands on: how the log was cut into steps is nowhere in the grid. */
    @Property(tries = 300)
    void anyCutOfALogGivesTheSameGrid(@ForAll Random random, @ForAll @IntRange(min = 1, max = 60) int length) {
        List<ShardRecord> log = RandomLogs.of(random, length);
        Shard oneByOne = new Shard(VIEWS).steps(log);

        Shard cut = new Shard(VIEWS);
        List<DueSlice> due = new ArrayList<>();
        for (int from = 0; from < log.size(); ) {
            int to = from + 1 + random.nextInt(Math.min(20, log.size() - from));
            due.addAll(cut.step(log.subList(from, to)).due());
            from = to;
        }

        assertThat(cut.cells).isEqualTo(oneByOne.cells);
        assertThat(cut.time).isEqualTo(oneByOne.time);
        assertThat(cut.counts).isEqualTo(oneByOne.counts);
        assertThat(cut.viewsVersion).isEqualTo(oneByOne.viewsVersion);
        assertThat(due).allMatch(slice -> cut.cells.keySet().stream()
                .anyMatch(cell -> cell.viewId().equals(slice.viewId())
                        && cell.sliceStartMillis() == slice.sliceStartMillis()
                        && (cell.markMillis() <= slice.markMillis() || cell.earlyMillis() == slice.markMillis())));
        assertThat(cut.moments).isEqualTo(oneByOne.moments);
    }

    /** A second attempt over a stored cell adds only what the cell lacks, wherever the first attempt stopped. */
    @Property(tries = 200)
    void anAttemptOverPartlyWrittenCellsGivesTheSameGrid(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 60) int length) {
        List<ShardRecord> log = RandomLogs.of(random, length);
        Shard undisturbed = new Shard(VIEWS).steps(log);
        Step whole = new ShardFold(VIEWS).fold(log, ShardTime.START, new SeenEvents(60_000));

        Map<CellKey, Measures> cells = new HashMap<>();
        whole.cells().forEach((key, delta) -> {
            // Another attempt got as far as some record, for this cell; then this one folds onto what is stored.
            List<ShardRecord> part = log.subList(0, random.nextInt(log.size()) + 1);
            Step step = new ShardFold(VIEWS).fold(part, ShardTime.START, new SeenEvents(60_000));
            CellDelta written = step.cells().get(key);
            if (written == null) {
                cells.put(key, delta.onto(Measures.EMPTY, Sequence.NONE));
            } else {
                Measures stored = written.onto(Measures.EMPTY, Sequence.NONE);
                cells.put(key, delta.onto(stored, written.lastSequence()));
            }
        });

        assertThat(cells).isEqualTo(undisturbed.cells);
    }

    /** Nothing is dropped: per view, the cells hold every matching event but the duplicates, once. */
    @Property(tries = 200)
    void everyEventThatIsNoDuplicateIsInOneCellOfEachView(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 60) int length) {
        List<ShardRecord> log = RandomLogs.of(random, length);
        Shard folded = new Shard(VIEWS).steps(log);

        for (String view : new String[] {"sliding", "received"}) {
            assertThat(folded.cells.entrySet().stream()
                            .filter(cell -> cell.getKey().viewId().equals(id(view)))
                            .mapToLong(cell -> cell.getValue().count())
                            .sum())
                    .isEqualTo(folded.counts.events() - folded.counts.duplicates());
        }
    }

    /** What the fold decides, decided again by the words of the rule: slow, and without a table of its own. */
    @Property(tries = 200)
    void everyEventIsInTheCellThatTheRulesSay(@ForAll Random random, @ForAll @IntRange(min = 1, max = 60) int length) {
        List<ShardRecord> log = RandomLogs.of(random, length);
        Map<CellKey, Long> expected = new HashMap<>();
        Map<String, Long> lastSeen = new HashMap<>();
        long duplicates = 0;
        Long clock = null;
        Long watermark = null;
        for (ShardRecord shardRecord : log) {
            if (!(shardRecord instanceof ShardRecord.Readable readable)) {
                continue;
            }
            if (readable.record() instanceof LogRecord.Heartbeat heartbeat) {
                clock = clock == null ? heartbeat.atMillis() : Math.max(clock, heartbeat.atMillis());
                watermark = max(watermark, heartbeat.atMillis() - 3_000);
            } else if (readable.record() instanceof LogRecord.Watermark at) {
                watermark = max(watermark, at.atMillis());
            } else if (readable.record() instanceof LogRecord.Events record) {
                long now = clock == null ? record.receivedAtMillis() : clock;
                Long after = watermark;
                for (var event : record.envelopes().get(0).events()) {
                    Long seen = lastSeen.put(record.deviceId() + "/" + event.id(), now);
                    if (seen != null && now - seen < 60_000) {
                        duplicates++;
                        continue;
                    }
                    after = max(after, event.time().millis() - 1_000);
                    if (event.type().equals("t")) {
                        long slice = Math.floorDiv(event.time().millis(), 10_000L) * 10_000;
                        long mark = slice + 10_000;
                        while (watermark != null && mark <= watermark) {
                            mark += 5_000;
                        }
                        expected.merge(cell("fixed", slice, mark, record.deviceId()), 1L, Long::sum);
                    }
                }
                watermark = after;
                clock = clock == null ? record.receivedAtMillis() : Math.max(clock, record.receivedAtMillis());
            }
        }

        Shard folded = new Shard(VIEWS).steps(log);

        assertThat(folded.counts.duplicates()).isEqualTo(duplicates);
        Map<CellKey, Long> counts = new HashMap<>();
        folded.cells.forEach((key, measures) -> {
            if (key.viewId().equals(id("fixed"))) {
                counts.put(key, measures.count());
            }
        });
        assertThat(counts).isEqualTo(expected);
    }

    private static Long max(Long a, long b) {
        return a == null ? b : Math.max(a, b);
    }

    private List<CellKey> fixedCells() {
        return shard.cells.keySet().stream()
                .filter(cell -> cell.viewId().equals(id("fixed")))
                .toList();
    }

    private static CellKey cell(String view, long slice, long mark, String key) {
        return cell(view, slice, mark, Grid.NO_EARLY, key);
    }

    private static CellKey cell(String view, long slice, long mark, long early, String key) {
        return new CellKey(id(view), slice, mark, early, key);
    }

    private static String id(String view) {
        return VIEWS.named(view).orElseThrow().id();
    }
}
