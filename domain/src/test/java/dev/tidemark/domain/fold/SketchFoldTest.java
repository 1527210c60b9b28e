package dev.tidemark.domain.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Approximation;
import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Sketches;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Approximate aggregates in cells. */
class SketchFoldTest {

    private static final Views VIEWS = Logs.views("""
            watermark: {outOfOrderness: PT1S, heartbeatEvery: PT10S, idleBound: PT3S}
            deduplicateFor: PT1M
            views:
              - {name: exact, key: none, window: {fixed: PT10S}, aggregates: [count], allowedLateness: PT20S}
              - {name: sketched, key: none, window: {fixed: PT10S}, allowedLateness: PT20S, latePaneEvery: PT5S,
                 aggregates: [count, {distinct: deviceId}, {quantiles: value}, {top: type}, {distinct: attributes.none}]}
            """);

    private static final View EXACT = VIEWS.views().get(0);
    private static final View SKETCHED = VIEWS.views().get(1);

    /** An event of record 1, two of record 2, the second without a value, and one of record 3. */
    @ParameterizedTest(name = "onto a cell at {0}: {1} events")
    @CsvSource({"0, 4, 3", "1, 3, 2", "2, 1, 1", "3, 0, 0", "9, 0, 0"})
    void onlyWhatComesAfterTheCellsRecordIsAdded(String stored, long n, long valued) {
        CellDelta delta = new CellDelta(new SketchInputs(SKETCHED.approximate()), null);
        add(delta, "1", "a", "1");
        add(delta, "2", "b", "2");
        add(delta, "2", "a", "");
        add(delta, "3", "c", "4");

        Sketches sketches = delta.onto(Measures.EMPTY, Sequence.pad(stored)).sketches();

        assertThat(sketches.named("top(type)").n()).isEqualTo(n);
        assertThat(sketches.named("distinct(deviceId)").n()).isEqualTo(n);
        assertThat(sketches.named("quantiles(value)").n()).isEqualTo(valued);
        assertThat(sketches.byName()).doesNotContainKey("distinct(attributes.none)");
    }

    @Test
    void whatTheCellHasStays() {
        CellDelta first = new CellDelta(new SketchInputs(SKETCHED.approximate()), null);
        add(first, "1", "a", "1");
        CellDelta second = new CellDelta(new SketchInputs(SKETCHED.approximate()), null);
        add(second, "1", "a", "1");
        add(second, "2", "a", "3");

        Measures base = first.onto(Measures.EMPTY, Sequence.NONE);
        Measures both = second.onto(base, first.lastSequence());

        assertThat(both.count()).isEqualTo(2);
        assertThat(read(both).get("top(type)"))
                .isEqualTo(new Approximation.TopEstimates(
                        2, 0, List.of(new Approximation.TopEstimates.Item("a", 2, 2, 2))));
        assertThat(second.onto(both, Sequence.pad("2"))).isEqualTo(both);
    }

    @Test
    void aViewWithoutThemHasNone() {
        Logs.Shard shard =
                new Logs.Shard(VIEWS).steps(Logs.log(Logs.events("d1", 5_000, Logs.event("e1", "t", 4_000, "1"))));

        assertThat(shard.cells()).hasSize(2).allSatisfy(cell -> assertThat(
                        cell.measures().sketches().isNone())
                .isEqualTo(cell.key().viewId().equals(EXACT.id())));
    }

    /** Duplicates included: what was seen before is in no sketch. */
    @Property(tries = 100)
    void howTheLogWasCutIntoStepsIsNowhereInWhatCellsSay(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 60) int length) {
        List<ShardRecord> log = RandomLogs.of(random, length);
        Logs.Shard oneByOne = new Logs.Shard(VIEWS).steps(log);
        Logs.Shard cut = new Logs.Shard(VIEWS);
        for (int from = 0; from < log.size(); ) {
            int to = Math.min(log.size(), from + 1 + random.nextInt(20));
            cut.step(log.subList(from, to));
            from = to;
        }

        assertThat(read(cut.cells)).isEqualTo(read(oneByOne.cells));
        cut.cells.forEach((key, measures) -> {
            if (key.viewId().equals(SKETCHED.id())) {
                assertThat(measures.sketches().named("distinct(deviceId)").n()).isEqualTo(measures.count());
                assertThat(measures.sketches().named("quantiles(value)").n()).isEqualTo(measures.valued());
            }
        });
    }

    private static void add(CellDelta delta, String sequence, String type, String value) {
        var event = Logs.event("e", type, 0, value);
        delta.add(Sequence.pad(sequence), event.valueMicros());
        delta.sketch("d1", event);
    }

    private static Map<String, Object> read(Map<CellKey, Measures> cells) {
        Map<String, Object> read = new TreeMap<>();
        cells.forEach(
                (key, measures) -> read.put(key.toString(), List.of(measures.count(), measures.sum(), read(measures))));
        return read;
    }

    private static Map<String, Approximation> read(Measures measures) {
        Map<String, Approximation> read = new TreeMap<>();
        for (AggregateSpec.Approximate aggregate : SKETCHED.approximate()) {
            read.put(
                    aggregate.resultName(),
                    aggregate.kind().read(measures.sketches().named(aggregate.resultName())));
        }
        return read;
    }
}
