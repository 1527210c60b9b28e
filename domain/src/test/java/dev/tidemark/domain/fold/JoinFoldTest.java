package dev.tidemark.domain.fold;

import static dev.tidemark.domain.fold.Logs.events;
import static dev.tidemark.domain.fold.Logs.log;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.TimeQuality;
import dev.tidemark.domain.fold.Logs.Shard;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.watermark.ShardTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Times are milliseconds. Pairs at most 10 s apart; windows of 10 s; the watermark stays 20 s behind events. */
class JoinFoldTest {

    private static final Views VIEWS = Logs.views("""
            watermark: {outOfOrderness: PT20S, heartbeatEvery: PT10S, idleBound: PT20S, requestLifetime: PT2S}
            deduplicateFor: PT10M
            views:
              - {name: pairs, join: {left: l, right: r, on: attributes.on, within: PT10S}, key: attributes.k,
                 window: {fixed: PT10S}, aggregates: [count, sum], allowedLateness: PT10S, latePaneEvery: PT10S}
            """);

    private static final String VIEW = VIEWS.named("pairs").orElseThrow().id();

    private final Shard shard = new Shard(VIEWS);

    @ParameterizedTest(name = "{0}: {2} pairs")
    @MethodSource("logs")
    void pairs(String what, List<LogRecord> records, long pairs, Unmatched unmatchedInTheEnd) {
        shard.steps(log(Stream.concat(records.stream(), Stream.of(new LogRecord.Watermark(900_000)))
                .toList()));

        assertThat(count()).isEqualTo(pairs);
        assertThat(shard.unmatched.getOrDefault(VIEW, Unmatched.NONE)).isEqualTo(unmatchedInTheEnd);
        assertThat(shard.joins.size()).isZero();
    }

    static Stream<Arguments> logs() {
        return Stream.of(
                row(
                        "left, then right",
                        List.of(one("d", left("a", 100_000, "x")), one("d", right("b", 105_000, "x"))),
                        1,
                        0,
                        0),
                row(
                        "right, then left: the order in the log does not matter",
                        List.of(one("d", right("b", 105_000, "x")), one("d", left("a", 100_000, "x"))),
                        1,
                        0,
                        0),
                row(
                        "right happened first",
                        List.of(one("d", left("a", 105_000, "x")), one("d", right("b", 100_000, "x"))),
                        1,
                        0,
                        0),
                row(
                        "exactly within apart",
                        List.of(one("d", left("a", 100_000, "x")), one("d", right("b", 110_000, "x"))),
                        1,
                        0,
                        0),
                row(
                        "a millisecond more",
                        List.of(one("d", left("a", 100_000, "x")), one("d", right("b", 110_001, "x"))),
                        0,
                        1,
                        1),
                row(
                        "both halves in one record",
                        List.of(one("d", left("a", 100_000, "x"), right("b", 101_000, "x"))),
                        1,
                        0,
                        0),
                row(
                        "two left and three right ones are six pairs",
                        List.of(
                                one("d", left("a", 100_000, "x"), right("b", 101_000, "x")),
                                one("d", left("c", 102_000, "x"), right("e", 103_000, "x"), right("f", 104_000, "x"))),
                        6,
                        0,
                        0),
                row("two left ones are none", List.of(one("d", left("a", 1_000, "x"), left("b", 1_000, "x"))), 0, 2, 0),
                row(
                        "another device's half",
                        List.of(one("d", left("a", 100_000, "x")), one("e", right("b", 100_000, "x"))),
                        0,
                        1,
                        1),
                row(
                        "another text",
                        List.of(one("d", left("a", 100_000, "x")), one("d", right("b", 100_000, "y"))),
                        0,
                        1,
                        1),
                row(
                        "without the text it is no half",
                        List.of(one("d", left("a", 100_000, null)), one("d", right("b", 100_000, null))),
                        0,
                        0,
                        0),
                row(
                        "a duplicate is no half",
                        List.of(
                                one("d", left("a", 100_000, "x")),
                                one("d", left("a", 100_000, "x")),
                                one("d", right("b", 100_000, "x"), right("b", 100_000, "x"))),
                        1,
                        0,
                        0),
                row(
                        "the watermark stands at the first one's time + within: it is still there",
                        List.of(
                                one("d", left("a", 100_000, "x")),
                                new LogRecord.Watermark(110_000),
                                one("d", right("b", 100_000, "x"))),
                        1,
                        0,
                        0),
                row(
                        "the watermark has passed it: the first one is collected, alone",
                        List.of(
                                one("d", left("a", 100_000, "x")),
                                new LogRecord.Watermark(110_001),
                                one("d", right("b", 100_000, "x"))),
                        0,
                        1,
                        1),
                row(
                        "a half that comes late still finds one that waits",
                        List.of(
                                one("d", left("a", 110_000, "x")),
                                new LogRecord.Watermark(115_000),
                                one("d", right("b", 100_000, "x"))),
                        1,
                        0,
                        0),
                row(
                        "a half that comes when it would be collected is found by none, in its own record either",
                        List.of(
                                new LogRecord.Watermark(115_000),
                                one("d", right("b", 100_000, "x"), left("a", 101_000, "x")),
                                one("d", left("c", 102_000, "x"))),
                        0,
                        2,
                        1),
                row(
                        "a collected half that was part of a pair is not unmatched",
                        List.of(
                                one("d", left("a", 100_000, "x"), right("b", 108_000, "x")),
                                new LogRecord.Watermark(112_000),
                                one("d", left("c", 117_000, "x"))),
                        2,
                        0,
                        0));
    }

    @Test
    void aPairHasTheLaterTimeTheRightValueAndTheRightAttributesOverTheLeftOnes() {
        shard.steps(log(
                one("d", event("r1", "r", 104_000, "2.5", Map.of("on", "x", "k", "right"))),
                one("d", event("l1", "l", 111_000, "7", Map.of("on", "x", "k", "left"))),
                one("d", event("l2", "l", 95_000, "7", Map.of("on", "x", "k", "left"))),
                one("d", event("r2", "r", 123_000, "", Map.of("on", "y"))),
                one("d", event("l3", "l", 121_000, "9", Map.of("on", "y", "k", "left")))));

        assertThat(shard.cells)
                .containsOnly(
                        // r1 with l1 at 111 s, with l2 at 104 s; r2 with l3 at 123 s, without a value.
                        Map.entry(cell(110_000, 120_000, "right"), Measures.of(2_500_000)),
                        Map.entry(cell(100_000, 110_000, "right"), Measures.of(2_500_000)),
                        Map.entry(cell(120_000, 130_000, "left"), Measures.of(Micros.NONE)));
    }

    @Test
    void aPairMeetsTheWatermarkThatTheRecordMetWhichCompletesIt() {
        shard.steps(log(
                one("d", left("a", 100_000, "x")),
                new LogRecord.Watermark(110_000),
                one("d", right("b", 101_000, "x"))));

        assertThat(shard.cells).containsOnlyKeys(cell(100_000, 120_000, "k"));
    }

    @Test
    void aPairWithoutTheViewsKeyIsInNoCellButItsHalvesHaveMet() {
        shard.steps(log(
                one("d", event("a", "l", 1_000, "", Map.of("on", "x"))),
                one("d", event("b", "r", 1_000, "", Map.of("on", "x"))),
                new LogRecord.Watermark(900_000)));

        assertThat(shard.cells).isEmpty();
        assertThat(shard.unmatched.getOrDefault(VIEW, Unmatched.NONE)).isEqualTo(Unmatched.NONE);
    }

    @Test
    void memoryIsBoundedByWithin() {
        for (int second = 0; second < 600; second++) {
            shard.step(log(one("d", left("a" + second, second * 1_000L, "x" + second))));
        }
        // The watermark stands 20 s behind, and halves wait 10 s longer; both ends are included.
        assertThat(shard.joins.size()).isEqualTo(31);
    }

    /** Cells, unmatched counts, and the state made anew from what was stored, after any cut of any log. */
    @Property(tries = 200)
    void theResultDependsOnTheLogAlone(@ForAll long seed) {
        Random random = new Random(seed);
        List<ShardRecord> log = log(randomRecords(random));
        Shard oneByOne = new Shard(VIEWS).steps(log);

        Shard cut = new Shard(VIEWS);
        List<Half> stored = new ArrayList<>();
        JoinState anew = cut.joins;
        SeenEvents seen = new SeenEvents(VIEWS.deduplicateFor().toMillis());
        ShardTime time = ShardTime.START;
        ShardFold fold = new ShardFold(VIEWS);
        Map<CellKey, Measures> cells = new HashMap<>();
        Unmatched unmatched = Unmatched.NONE;
        for (int from = 0; from < log.size(); ) {
            int to = Math.min(log.size(), from + 1 + random.nextInt(12));
            Step step = fold.fold(log.subList(from, to), time, seen, anew);
            step.sightings().into(seen);
            time = step.time();
            step.cells().forEach((key, delta) -> cells.merge(key, delta.onto(Measures.EMPTY, ""), Measures::merge));
            for (JoinDelta delta : step.joins().values()) {
                stored.addAll(delta.halves());
                unmatched = unmatched.plus(delta.unmatched());
            }
            if (random.nextInt(3) == 0) {
                anew = restored(stored, time);
            } else {
                anew.commit(step.joins(), time.watermarks().event());
            }
            from = to;
        }

        assertThat(cells).isEqualTo(oneByOne.cells);
        assertThat(unmatched).isEqualTo(oneByOne.unmatched.getOrDefault(VIEW, Unmatched.NONE));
        assertThat(oneByOne.cells.values().stream().mapToLong(Measures::count).sum())
                .isEqualTo(pairsOf(stored));
    }

    private static JoinState restored(List<Half> stored, ShardTime time) {
        JoinState state = new JoinState();
        long watermark = time.watermarks().event();
        state.restore(
                VIEW,
                10_000,
                stored.stream()
                        .filter(half -> watermark == Long.MIN_VALUE || half.timeMillis() >= watermark - 20_000)
                        .toList());
        state.collect(watermark);
        return state;
    }

    /** The rule of the contract, over all halves, each with all before it. */
    private static long pairsOf(List<Half> halves) {
        long pairs = 0;
        for (int second = 0; second < halves.size(); second++) {
            Half b = halves.get(second);
            for (Half a : halves.subList(0, second)) {
                if (a.side() != b.side()
                        && a.deviceId().equals(b.deviceId())
                        && a.on().equals(b.on())
                        && Math.abs(a.timeMillis() - b.timeMillis()) <= 10_000
                        && b.watermarkMillis() <= a.timeMillis() + 10_000) {
                    pairs++;
                }
            }
        }
        return pairs;
    }

    private static List<LogRecord> randomRecords(Random random) {
        List<LogRecord> records = new ArrayList<>();
        long now = 100_000;
        for (int i = 0; i < 120; i++) {
            now += random.nextInt(1_500);
            if (random.nextInt(8) == 0) {
                records.add(new LogRecord.Watermark(now - random.nextInt(40_000)));
                continue;
            }
            LoggedEvent[] events = new LoggedEvent[1 + random.nextInt(3)];
            for (int n = 0; n < events.length; n++) {
                long time = now - random.nextInt(25_000);
                String on = random.nextInt(8) == 0 ? null : "x" + random.nextInt(4);
                String id = "e" + random.nextInt(400);
                events[n] = random.nextBoolean() ? left(id, time, on) : right(id, time, on);
            }
            records.add(events("d" + random.nextInt(2), now, events));
        }
        return records;
    }

    private static Arguments row(String what, List<LogRecord> records, long pairs, long left, long right) {
        return Arguments.of(what, records, pairs, new Unmatched(left, right));
    }

    private static LogRecord one(String device, LoggedEvent... events) {
        return events(device, 200_000, events);
    }

    private static LoggedEvent left(String id, long time, String on) {
        return event(id, "l", time, "1", on == null ? Map.of("k", "k") : Map.of("on", on, "k", "k"));
    }

    private static LoggedEvent right(String id, long time, String on) {
        return event(id, "r", time, "1", on == null ? Map.of("k", "k") : Map.of("on", on, "k", "k"));
    }

    private static LoggedEvent event(String id, String type, long time, String value, Map<String, String> texts) {
        Map<String, Attribute> attributes = new HashMap<>();
        texts.forEach((name, text) -> attributes.put(name, Attribute.string(text)));
        return new LoggedEvent(
                id,
                type,
                null,
                new EventTime(time, TimeQuality.TRUSTED),
                value.isEmpty() ? Micros.NONE : Micros.parse(value),
                attributes);
    }

    private static CellKey cell(long slice, long mark, String key) {
        return new CellKey(VIEW, slice, mark, dev.tidemark.domain.window.Grid.NO_EARLY, key);
    }

    private long count() {
        return shard.cells.values().stream().mapToLong(Measures::count).sum();
    }
}
