package dev.tidemark.window.store;

import dev.tidemark.domain.aggregate.Sketch;
import dev.tidemark.domain.aggregate.Sketches;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.View;
import dev.tidemark.platform.SketchFields;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Approximate aggregates as attribute values: as sketches in cells, as what they say in panes. */
final class SketchAttributes {

    private SketchAttributes() {}

    /** Puts a cell's sketches, if it has any. */
    static void putSketches(Map<String, AttributeValue> cell, Sketches sketches) {
        if (sketches.isNone()) {
            return;
        }
        Map<String, AttributeValue> byName = new HashMap<>();
        sketches.byName()
                .forEach((name, sketch) -> byName.put(
                        name,
                        AttributeValue.fromM(Map.of(
                                SketchFields.N, Attributes.number(sketch.n()),
                                SketchFields.BYTES, Attributes.bytes(sketch.bytes())))));
        cell.put(SketchFields.SKETCHES, AttributeValue.fromM(byName));
    }

    /** A cell's sketches. */
    static Sketches sketches(Map<String, AttributeValue> cell) {
        AttributeValue byName = cell.get(SketchFields.SKETCHES);
        if (byName == null) {
            return Sketches.NONE;
        }
        Map<String, Sketch> sketches = new HashMap<>();
        byName.m()
                .forEach((name, sketch) -> sketches.put(
                        name,
                        Sketch.of(
                                Attributes.number(sketch.m(), SketchFields.N),
                                Attributes.bytes(sketch.m(), SketchFields.BYTES))));
        return Sketches.of(sketches);
    }

    /** Puts what a pane's sketches say, if the view asks for any; also where no event has the field. */
    static void putResults(Map<String, AttributeValue> pane, View view, Sketches sketches) {
        Map<String, AttributeValue> results = new HashMap<>();
        for (AggregateSpec.Approximate aggregate : view.approximate()) {
            String name = aggregate.resultName();
            results.put(name, value(SketchFields.write(aggregate.kind().read(sketches.named(name)))));
        }
        if (!results.isEmpty()) {
            pane.put(SketchFields.APPROX, AttributeValue.fromM(results));
        }
    }

    private static AttributeValue value(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, AttributeValue> values = new HashMap<>();
            map.forEach((name, inner) -> values.put(String.valueOf(name), value(inner)));
            return AttributeValue.fromM(values);
        }
        if (value instanceof List<?> list) {
            return AttributeValue.fromL(
                    list.stream().map(SketchAttributes::value).toList());
        }
        return value instanceof BigDecimal number
                ? AttributeValue.fromN(number.toPlainString())
                : AttributeValue.fromS(String.valueOf(value));
    }
}
