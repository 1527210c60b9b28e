package dev.tidemark.domain.view;

import dev.tidemark.domain.aggregate.SketchKind;

/** One aggregate of a view. */
public sealed interface AggregateSpec {

    /** The name in results: {@code count}, {@code sum}, {@code distinct(deviceId)}. */
    String resultName();

    /** The exact ones. */
    enum Exact implements AggregateSpec {
        /** Events. */
        COUNT("count"),
        /** Sum of the values; empty without any. */
        SUM("sum"),
        /** Smallest value; empty without any. */
        MIN("min"),
        /** Largest value; empty without any. */
        MAX("max"),
        /** Sum by the number of events with a value, 9 fraction digits, half even; empty without any. */
        MEAN("mean");

        private final String resultName;

        Exact(String resultName) {
            this.resultName = resultName;
        }

        @Override
        public String resultName() {
            return resultName;
        }
    }

    /** One that is a sketch of a field. */
    sealed interface Approximate extends AggregateSpec {

        /** What it looks at. */
        Field field();

        /** The sketch. */
        SketchKind kind();
    }

    /** How many different texts the field has, by HyperLogLog. */
    record Distinct(Field field) implements Approximate {
        @Override
        public SketchKind kind() {
            return SketchKind.DISTINCT;
        }

        @Override
        public String resultName() {
            return "distinct(" + field + ")";
        }
    }

    /** The distribution of a numeric field, by a KLL sketch. */
    record Quantiles(Field field) implements Approximate {
        @Override
        public SketchKind kind() {
            return SketchKind.QUANTILES;
        }

        @Override
        public String resultName() {
            return "quantiles(" + field + ")";
        }
    }

    /** The most frequent texts of the field, by frequent items. */
    record Top(Field field) implements Approximate {
        @Override
        public SketchKind kind() {
            return SketchKind.TOP;
        }

        @Override
        public String resultName() {
            return "top(" + field + ")";
        }
    }
}
