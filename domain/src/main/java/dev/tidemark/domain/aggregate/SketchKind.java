package dev.tidemark.domain.aggregate;

/**
 * The approximate aggregates: how each grows by an event, and how it is read. The sizes are chosen so that four of them,
 * one of which is a {@link #TOP}, stay far below the 400 KB of a DynamoDB item, whatever the texts.
 */
public enum SketchKind {
    /** How many different texts, by HyperLogLog: 4,096 registers, at most about 2.5 KB. */
    DISTINCT {
        @Override
        public SketchAccumulator from(Sketch base) {
            return new DistinctSketch(base);
        }

        @Override
        public Approximation.DistinctEstimate read(Sketch sketch) {
            return DistinctSketch.read(sketch);
        }
    },
    /** The distribution of the values, by a KLL sketch with k = 400: ± 0.68 % of the rank, at most about 11 KB. */
    QUANTILES {
        @Override
        public SketchAccumulator from(Sketch base) {
            return new QuantilesSketch(base);
        }

        @Override
        public Approximation.QuantileEstimates read(Sketch sketch) {
            return QuantilesSketch.read(sketch);
        }
    },
    /**
     * The most frequent texts, by frequent items with 192 counters: ± 1.4 % of n at worst, exact up to 192 different texts.
     * At most 101 KB, with texts of {@link #LONGEST_TEXT_BYTES}; an event with a longer text counts as one without.
     */
    TOP {
        @Override
        public SketchAccumulator from(Sketch base) {
            return new TopSketch(base);
        }

        @Override
        public Approximation.TopEstimates read(Sketch sketch) {
            return TopSketch.read(sketch);
        }
    };

    /** The longest text that {@link #TOP} keeps, in UTF-8 bytes: as long as the longest key of a view. */
    public static final int LONGEST_TEXT_BYTES = 512;

    /** How many texts {@link #TOP} names. */
    public static final int MOST_TOP = 10;

    /** Goes on from a sketch of this kind, or from {@link Sketch#EMPTY}. */
    public abstract SketchAccumulator from(Sketch base);

    /** What a sketch of this kind says; the same for the same parts, in whatever order they were merged. */
    public abstract Approximation read(Sketch sketch);
}
