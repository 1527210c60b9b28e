package dev.tidemark.window.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Approximation;
import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.platform.item.CellItem;
import dev.tidemark.window.versions.VersionedViews;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/**
 * The same fire as in {@link ExactlyOnceProperties}, over views with sketches: no event is in one twice, none is missing,
 * and a pane that is published again says the same.
 */
class SketchesExactlyOnceProperties {

    private static final VersionedViews FILE = file();
    private static final Views VIEWS = FILE.views();

    /** Few enough events a cell that quantiles lose nothing: then all three say the same as after one calm pass. */
    @Property(tries = 15)
    void whateverHappensTheSketchesSayWhatOneCalmPassSays(@ForAll long seed) {
        RandomLog log = new RandomLog(new Random(seed), 120);
        var calm = new ExactlyOnceProperties.Run(log, new Random(1), Faults.NONE, List.of(FILE));
        var fire = new ExactlyOnceProperties.Run(
                log, new Random(seed ^ 13), new Faults(new Random(seed ^ 7), 0.03), List.of(FILE));

        calm.play();
        fire.play();

        assertThat(said(fire.stores)).isEqualTo(said(calm.stores)).isNotEmpty();
        assertThat(saidByPanes(fire.stores)).isEqualTo(saidByPanes(calm.stores)).isNotEmpty();
        assertThat(fire.stores.broken()).isEmpty();
    }

    /** Cells of up to a thousand events, where quantiles are lossy and toss coins: numbers stay exact. */
    @Property(tries = 5)
    void whateverHappensEveryEventIsInEverySketchOnce(@ForAll long seed) {
        RandomLog log = new RandomLog(new Random(seed), 1_500);
        var fire = new ExactlyOnceProperties.Run(
                log, new Random(seed ^ 3), new Faults(new Random(seed ^ 5), 0.03), List.of(FILE));

        fire.play();

        View day = VIEWS.named("day").orElseThrow();
        long events = 0;
        for (CellItem cell : fire.stores.cellsOf(day)) {
            Measures measures = cell.measures();
            events += measures.sketches().named("top(type)").n();
            assertThat(measures.sketches().named("distinct(deviceId)").n()).isEqualTo(measures.count());
            assertThat(measures.sketches().named("quantiles(value)").n()).isEqualTo(measures.valued());
        }
        assertThat(events).isEqualTo(log.uniqueEvents.size());
        assertThat(fire.stores.broken()).isEmpty();
    }

    /** The same with many times the seeds. */
    @Tag("thorough")
    @Property(tries = 60)
    void allOfItWithManySeeds(@ForAll long seed) {
        whateverHappensTheSketchesSayWhatOneCalmPassSays(seed);
        whateverHappensEveryEventIsInEverySketchOnce(seed);
    }

    private static Map<String, Object> said(MemoryStores stores) {
        Map<String, Object> said = new TreeMap<>();
        stores.cells().forEach(cell -> said.put(cell.key().toString(), read(cell.viewId(), cell.measures())));
        return said;
    }

    private static Map<String, Object> saidByPanes(MemoryStores stores) {
        Map<String, Object> said = new TreeMap<>();
        stores.publishedPanes().forEach((key, pane) -> said.put(key, pane.approximations()));
        return said;
    }

    private static Map<String, Approximation> read(String viewId, Measures measures) {
        View view = VIEWS.views().stream()
                .filter(candidate -> viewId.equals(candidate.id()))
                .findFirst()
                .orElseThrow();
        Map<String, Approximation> read = new TreeMap<>();
        for (AggregateSpec.Approximate aggregate : view.approximate()) {
            read.put(
                    aggregate.resultName(),
                    aggregate.kind().read(measures.sketches().named(aggregate.resultName())));
        }
        return read;
    }

    private static VersionedViews file() {
        try {
            return VersionedViews.parse("""
                    watermark: {outOfOrderness: PT4S, heartbeatEvery: PT10S, idleBound: PT8S, requestLifetime: PT2S}
                    deduplicateFor: PT1H
                    views:
                      - name: day
                        key: none
                        window: {fixed: PT24H}
                        aggregates: [count, {distinct: deviceId}, {quantiles: value}, {top: type}]
                      - name: clicks
                        key: attributes.campaign
                        window: {sliding: PT20S, every: PT10S}
                        aggregates: [count, {distinct: deviceId}, {quantiles: value}, {top: deviceId}]
                        allowedLateness: PT20S
                        latePaneEvery: PT10S
                    """, "views.yaml");
        } catch (ViewsException e) {
            throw new AssertionError(e);
        }
    }
}
