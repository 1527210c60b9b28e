package dev.tidemark.domain.aggregate;

import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;
import org.jspecify.annotations.Nullable;

/**
 * HyperLogLog. It is read through a union, as one whose order is unknown: then estimate and bounds come from the registers
 * alone, and the same set of texts gives the same answer in any order and any partition.
 */
final class DistinctSketch extends SketchAccumulator {

    private static final int LG_K = 12;

    /** Two standard deviations, each 1.04 / √4096 = 1.6 %: 95 %. */
    private static final int DEVIATIONS = 2;

    /** Stands for the empty text, which the library passes over: a byte that no text in UTF-8 has. */
    private static final byte[] EMPTY_TEXT = {(byte) 0xff};

    private final HllSketch hll;

    DistinctSketch(Sketch base) {
        super(base);
        SketchLibrary.ready();
        this.hll = base.n() == 0 ? new HllSketch(LG_K, TgtHllType.HLL_4) : HllSketch.heapify(base.bytes());
    }

    @Override
    boolean update(@Nullable String text, long valueMicros) {
        if (text == null) {
            return false;
        }
        if (text.isEmpty()) {
            hll.update(EMPTY_TEXT);
        } else {
            hll.update(text);
        }
        return true;
    }

    @Override
    byte[] bytes() {
        return hll.toCompactByteArray();
    }

    static Approximation.DistinctEstimate read(Sketch sketch) {
        SketchLibrary.ready();
        Union union = new Union(LG_K);
        sketch.parts().forEach(part -> union.update(HllSketch.heapify(part)));
        union.update(union.getResult()); // With itself: changes no register, and marks the order as unknown.
        // The true number is whole, so the bounds may be taken inwards to whole numbers.
        long lower = (long) Math.ceil(union.getLowerBound(DEVIATIONS));
        long upper = (long) Math.floor(union.getUpperBound(DEVIATIONS));
        long estimate = Math.max(lower, Math.min(upper, Math.round(union.getEstimate())));
        return new Approximation.DistinctEstimate(sketch.n(), estimate, lower, Math.max(estimate, upper));
    }
}
