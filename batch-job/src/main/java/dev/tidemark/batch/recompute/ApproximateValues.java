package dev.tidemark.batch.recompute;

import dev.tidemark.batch.shape.ViewSql;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.domain.aggregate.SketchKind;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.Field;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WindowSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The approximate aggregates of views, exactly: how often each text or value occurs, from which distinct counts, quantiles
 * and most frequent texts are read. Costs nothing where no view has one.
 */
final class ApproximateValues {

    private static final String NO_TEXT = "CAST(NULL AS VARCHAR)";
    private static final String NO_MICROS = "CAST(NULL AS BIGINT)";

    /** Rows of one aggregate have ordinals from this on; those of the exact ones come before. */
    private static final int ORDINALS = 10_000;

    /** The kind of those of session views, of which the cells alone are compared. */
    private static final String CELLS = "cells";

    /**
     * One of a view.
     *
     * @param ordinal its place among the rows of its view
     * @param spec of it
     */
    record Aggregate(int ordinal, AggregateSpec spec) {

        /** What is compared of it. */
        String kind(View view) {
            if (view.window() instanceof WindowSpec.Session) {
                return CELLS;
            }
            if (spec instanceof AggregateSpec.Distinct) {
                return "distinct";
            }
            return spec instanceof AggregateSpec.Quantiles ? "quantiles" : "top";
        }
    }

    private final Database database;

    ApproximateValues(Database database) {
        this.database = database;
    }

    /** Those of a view, in its order. */
    static List<Aggregate> of(View view) {
        List<Aggregate> aggregates = new ArrayList<>();
        for (AggregateSpec spec : view.aggregates()) {
            if (!(spec instanceof AggregateSpec.Exact)) {
                aggregates.add(new Aggregate((aggregates.size() + 1) * ORDINALS, spec));
            }
        }
        return aggregates;
    }

    static boolean in(View view) {
        return !of(view).isEmpty();
    }

    /**
     * Counts texts and values of one view.
     *
     * @param parameters of the view
     */
    void count(View view, ViewSql sql, Map<String, Object> parameters) {
        for (Aggregate aggregate : of(view)) {
            Map<String, Object> decided = new LinkedHashMap<>(parameters);
            decided.put("ordinal", aggregate.ordinal());
            decided.put("text", text(aggregate.spec(), sql));
            decided.put("micros", aggregate.spec() instanceof AggregateSpec.Quantiles ? "micros" : NO_MICROS);
            Map<String, Object> truth = new LinkedHashMap<>(decided);
            truth.put("time", parameters.get("trueTime"));
            truth.put("placed", database.fragment(String.valueOf(parameters.get("placing")), truth));
            database.run("approximate.truth", truth);
            database.run("approximate.cells", decided);
        }
    }

    private static String text(AggregateSpec spec, ViewSql sql) {
        Field field = field(spec);
        if (field instanceof Field.Value) {
            return NO_TEXT;
        }
        String text = sql.text(field);
        // An event with a longer text counts as one without.
        return spec instanceof AggregateSpec.Top
                ? "CASE WHEN text_bytes(" + text + ") <= " + SketchKind.LONGEST_TEXT_BYTES + " THEN " + text + " END"
                : text;
    }

    private static Field field(AggregateSpec spec) {
        if (spec instanceof AggregateSpec.Distinct distinct) {
            return distinct.field();
        }
        if (spec instanceof AggregateSpec.Quantiles quantiles) {
            return quantiles.field();
        }
        if (spec instanceof AggregateSpec.Top top) {
            return top.field();
        }
        throw new IllegalArgumentException(spec.resultName() + " is not approximate");
    }
}
