package dev.tidemark.local.windows;

import dev.tidemark.domain.aggregate.Approximation;
import dev.tidemark.domain.aggregate.Sketch;
import dev.tidemark.domain.aggregate.Sketches;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.View;
import dev.tidemark.platform.SketchFields;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Approximate aggregates in the items of {@code docs/platform.md}: sketches of cells, results of panes. */
final class SketchItems {

    private SketchItems() {}

    /** The sketches of a cell. */
    static Sketches sketches(Map<String, AttributeValue> cell) {
        AttributeValue byName = cell.get(SketchFields.SKETCHES);
        if (byName == null) {
            return Sketches.NONE;
        }
        Map<String, Sketch> sketches = new HashMap<>();
        byName.m().forEach((name, sketch) -> {
            AttributeValue bytes = sketch.m().get(SketchFields.BYTES);
            if (bytes == null) {
                throw new IllegalStateException("the sketch '" + name + "' of a cell has no bytes");
            }
            sketches.put(
                    name,
                    Sketch.of(
                            Items.number(sketch.m(), SketchFields.N), bytes.b().asByteArray()));
        });
        return Sketches.of(sketches);
    }

    /** What the sketches say, by result name. */
    static Map<String, Approximation> read(View view, Sketches sketches) {
        Map<String, Approximation> results = new HashMap<>();
        for (AggregateSpec.Approximate aggregate : view.approximate()) {
            String name = aggregate.resultName();
            results.put(name, aggregate.kind().read(sketches.named(name)));
        }
        return results;
    }

    /** The results of a pane; none of what it was published without. */
    static Map<String, Approximation> results(View view, Map<String, AttributeValue> pane) {
        AttributeValue byName = pane.get(SketchFields.APPROX);
        Map<String, Approximation> results = new HashMap<>();
        for (AggregateSpec.Approximate aggregate : view.approximate()) {
            AttributeValue result = byName == null ? null : byName.m().get(aggregate.resultName());
            if (result != null && plain(result) instanceof Map<?, ?> fields) {
                results.put(aggregate.resultName(), SketchFields.read(aggregate.kind(), fields));
            }
        }
        return results;
    }

    private static Object plain(AttributeValue value) {
        return switch (value.type()) {
            case M -> {
                Map<String, Object> fields = new HashMap<>();
                value.m().forEach((name, inner) -> fields.put(name, plain(inner)));
                yield fields;
            }
            case L -> value.l().stream().map(SketchItems::plain).toList();
            case N -> new BigDecimal(value.n());
            default -> value.s();
        };
    }
}
