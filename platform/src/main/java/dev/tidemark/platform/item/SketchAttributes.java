package dev.tidemark.platform.item;

import dev.tidemark.domain.aggregate.Sketch;
import dev.tidemark.domain.aggregate.Sketches;

/** The sketches of a cell: the map {@code sketches}, result name → {@code {n, bytes}}; absent without any. */
final class SketchAttributes {

    static final String SKETCHES = "sketches";
    private static final String BYTES = "bytes";

    private SketchAttributes() {}

    static Sketches read(AttributeReader cell) {
        return cell.has(SKETCHES)
                ? Sketches.of(cell.mapOfMaps(
                        SKETCHES, map -> Sketch.of(map.number(ApproximationAttributes.N), map.bytes(BYTES))))
                : Sketches.NONE;
    }

    static AttributeWriter write(AttributeWriter cell, Sketches sketches) {
        return sketches.isNone()
                ? cell
                : cell.mapOfMaps(SKETCHES, sketches.byName(), sketch -> new AttributeWriter()
                        .number(ApproximationAttributes.N, sketch.n())
                        .bytes(BYTES, sketch.bytes()));
    }
}
