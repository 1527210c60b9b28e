package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.replay.ViewSql;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.Sql;
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
 * and most frequent texts are read; and the stream's sketches held against them. Costs nothing where no view has one.
 */
final class Approximates {

    private static final String NO_TEXT = "CAST(NULL AS VARCHAR)";
    private static final String NO_MICROS = "CAST(NULL AS BIGINT)";

    /** Rows of one aggregate have ordinals from this on; those of the exact ones come before. */
    private static final int ORDINALS = 10_000;

    /** The kind of those of session views, of which the cells alone are compared. */
    private static final String CELLS = "cells";

    private record Aggregate(int ordinal, AggregateSpec spec) {}

    private final Database database;
    private final List<View> views;
    private final List<List<Aggregate>> byView = new ArrayList<>();

    Approximates(Database database, List<View> views) {
        this.database = database;
        this.views = views;
        for (View view : views) {
            List<Aggregate> aggregates = new ArrayList<>();
            for (AggregateSpec spec : view.aggregates()) {
                if (isApproximate(spec)) {
                    aggregates.add(new Aggregate((aggregates.size() + 1) * ORDINALS, spec));
                }
            }
            byView.add(aggregates);
        }
    }

    static boolean isApproximate(AggregateSpec spec) {
        return !(spec instanceof AggregateSpec.Exact);
    }

    static boolean in(View view) {
        return view.aggregates().stream().anyMatch(Approximates::isApproximate);
    }

    void prepare() {
        database.run("approximate.tables");
        for (int view = 0; view < byView.size(); view++) {
            for (Aggregate aggregate : byView.get(view)) {
                database.execute("INSERT INTO approximates VALUES (" + view + ", " + aggregate.ordinal() + ", "
                        + Sql.text(aggregate.spec().resultName()) + ", "
                        + Sql.text(
                                views.get(view).window() instanceof WindowSpec.Session ? CELLS : kind(aggregate.spec()))
                        + ")");
            }
        }
    }

    boolean in(int view) {
        return !byView.get(view).isEmpty();
    }

    /**
     * Counts texts and values of one view.
     *
     * @param parameters of the view
     */
    void recompute(int view, ViewSql sql, Map<String, Object> parameters) {
        for (Aggregate aggregate : byView.get(view)) {
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

    /** Holds the stream's cells and panes, which are loaded and compared otherwise, against it. */
    void compare() {
        if (byView.stream().allMatch(List::isEmpty)) {
            return;
        }
        database.run("approximate.numbers");
        database.run("approximate.values");
        database.run("approximate.finalItems");
        database.run("approximate.results", Map.of("finalRanks", ranks("final_values")));
        database.run("approximate.rows", Map.of("trueRanks", ranks("window_values")));
    }

    private String ranks(String values) {
        return database.fragment("approximate.ranks", Map.of("values", values));
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

    private static String kind(AggregateSpec spec) {
        if (spec instanceof AggregateSpec.Distinct) {
            return "distinct";
        }
        return spec instanceof AggregateSpec.Quantiles ? "quantiles" : "top";
    }
}
