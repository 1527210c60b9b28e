package dev.tidemark.domain.aggregate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.datasketches.kll.KllLongsSketch;
import org.apache.datasketches.kll.KllSketch;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.quantilescommon.QuantilesLongsSketchIterator;
import org.jspecify.annotations.Nullable;

/**
 * KLL over micro-units, so that every answer is a value that occurred. Merging KLL sketches tosses coins (the library takes
 * no seed), and a pane that is published twice would differ from itself. So parts are read side by side: all that they
 * retain, by value, each with the number of events that it stands for. That is no less exact than a merged sketch.
 */
final class QuantilesSketch extends SketchAccumulator {

    /** Of the rank ± 0.68 % with 99 %. */
    private static final int K = 400;

    private static final int ERROR_DIGITS = 6;

    /** Names of the ranks, and the ranks in thousandths. */
    private static final Map<String, Integer> RANKS = ranks();

    private final KllLongsSketch kll;

    QuantilesSketch(Sketch base) {
        super(base);
        SketchLibrary.ready();
        this.kll = base.n() == 0 ? KllLongsSketch.newHeapInstance(K) : heapify(base.bytes());
    }

    @Override
    boolean update(@Nullable String text, long valueMicros) {
        if (valueMicros == Micros.NONE) {
            return false;
        }
        kll.update(valueMicros);
        return true;
    }

    @Override
    byte[] bytes() {
        return kll.toByteArray();
    }

    static Approximation.QuantileEstimates read(Sketch sketch) {
        SketchLibrary.ready();
        TreeMap<Long, Long> eventsByValue = new TreeMap<>();
        long lossy = 0;
        for (byte[] part : sketch.parts()) {
            KllLongsSketch kll = heapify(part);
            if (kll.isEstimationMode()) {
                lossy += kll.getN();
            }
            QuantilesLongsSketchIterator retained = kll.iterator();
            while (retained.next()) {
                eventsByValue.merge(retained.getQuantile(), retained.getWeight(), Long::sum);
            }
        }
        return new Approximation.QuantileEstimates(
                sketch.n(), error(lossy, sketch.n()), values(eventsByValue, sketch.n()));
    }

    /** Errors of parts are independent and have no bias, so their sum stays within the sum of the bounds with 99 %. */
    private static BigDecimal error(long lossy, long n) {
        return lossy == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(KllSketch.getNormalizedRankError(K, false))
                        .multiply(BigDecimal.valueOf(lossy))
                        .divide(BigDecimal.valueOf(n), ERROR_DIGITS, RoundingMode.UP)
                        .stripTrailingZeros();
    }

    private static Map<String, BigDecimal> values(TreeMap<Long, Long> eventsByValue, long n) {
        Map<String, BigDecimal> values = new LinkedHashMap<>();
        var ascending = eventsByValue.entrySet().iterator();
        long upTo = 0;
        long value = 0;
        for (Map.Entry<String, Integer> rank : RANKS.entrySet()) {
            long wanted = Math.addExact(Math.multiplyExact(n, (long) rank.getValue()), 999) / 1_000;
            while (upTo < wanted) {
                Map.Entry<Long, Long> next = ascending.next();
                value = next.getKey();
                upTo += next.getValue();
            }
            if (n > 0) {
                values.put(rank.getKey(), Micros.toDecimal(value));
            }
        }
        return values;
    }

    private static KllLongsSketch heapify(byte[] bytes) {
        return KllLongsSketch.heapify(Memory.wrap(bytes));
    }

    private static Map<String, Integer> ranks() {
        Map<String, Integer> ranks = new LinkedHashMap<>();
        ranks.put("0.5", 500);
        ranks.put("0.9", 900);
        ranks.put("0.95", 950);
        ranks.put("0.99", 990);
        return ranks;
    }
}
