package dev.tidemark.domain.fold;

import dev.tidemark.domain.aggregate.Sketch;
import dev.tidemark.domain.aggregate.SketchAccumulator;
import dev.tidemark.domain.aggregate.SketchKind;
import dev.tidemark.domain.aggregate.Sketches;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.view.AggregateSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the sketches of a view look at, contribution by contribution of a {@link CellDelta}: one text an approximate
 * aggregate and event, each shared with the event. Values are the delta's own.
 */
final class SketchInputs {

    private final List<AggregateSpec.Approximate> aggregates;

    /** By aggregate, then contribution; null where the event has no such field. */
    private final @Nullable String[][] texts;

    SketchInputs(List<AggregateSpec.Approximate> aggregates) {
        this.aggregates = aggregates;
        this.texts = new @Nullable String[aggregates.size()][4];
    }

    void set(int contribution, String deviceId, LoggedEvent event) {
        for (int i = 0; i < texts.length; i++) {
            AggregateSpec.Approximate aggregate = aggregates.get(i);
            if (aggregate.kind() == SketchKind.QUANTILES) {
                continue;
            }
            if (contribution >= texts[i].length) {
                texts[i] = Arrays.copyOf(texts[i], contribution * 2);
            }
            texts[i][contribution] = aggregate.field().of(deviceId, event);
        }
    }

    /**
     * The base, and on top of it the contributions {@code [from, to)}, in their order.
     *
     * @param values of the contributions, in micro-units
     */
    Sketches onto(Sketches base, long[] values, int from, int to) {
        Map<String, Sketch> sketches = new TreeMap<>();
        for (int i = 0; i < texts.length; i++) {
            AggregateSpec.Approximate aggregate = aggregates.get(i);
            String name = aggregate.resultName();
            SketchAccumulator accumulator = aggregate.kind().from(base.named(name));
            boolean ofValues = aggregate.kind() == SketchKind.QUANTILES;
            for (int contribution = from; contribution < to; contribution++) {
                accumulator.add(ofValues ? null : texts[i][contribution], values[contribution]);
            }
            sketches.put(name, accumulator.sketch());
        }
        return Sketches.of(sketches);
    }
}
