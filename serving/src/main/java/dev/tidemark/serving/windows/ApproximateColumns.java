package dev.tidemark.serving.windows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.aggregate.Approximation;
import dev.tidemark.domain.aggregate.SketchKind;
import dev.tidemark.domain.view.AggregateSpec;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Approximate aggregates as columns, each with its bound beside it. */
final class ApproximateColumns {

    private static final JsonFactory JSON = new JsonFactory();
    private static final List<String> RANKS = List.of("0.5", "0.9", "0.95", "0.99");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private ApproximateColumns() {}

    /** Names of the columns for programs: {@code distinct(deviceId).estimate}, {@code .lower}, {@code .upper}, … */
    static List<String> names(AggregateSpec.Approximate aggregate) {
        List<String> fields = new ArrayList<>(List.of("n"));
        switch (aggregate.kind()) {
            case DISTINCT -> fields.addAll(List.of("estimate", "lower", "upper"));
            case QUANTILES -> {
                fields.add("error");
                fields.addAll(RANKS);
            }
            case TOP -> fields.addAll(List.of("error", "items"));
        }
        return fields.stream()
                .map(field -> aggregate.resultName() + "." + field)
                .toList();
    }

    /** Their values, the items of a top as a JSON array; all empty where there is no result. */
    static List<String> values(SketchKind kind, @Nullable Approximation result) {
        List<String> values = new ArrayList<>();
        if (result instanceof Approximation.DistinctEstimate distinct) {
            Collections.addAll(
                    values,
                    Long.toString(distinct.n()),
                    Long.toString(distinct.estimate()),
                    Long.toString(distinct.lower()),
                    Long.toString(distinct.upper()));
        } else if (result instanceof Approximation.QuantileEstimates quantiles) {
            Collections.addAll(
                    values, Long.toString(quantiles.n()), quantiles.error().toPlainString());
            for (String rank : RANKS) {
                BigDecimal value = quantiles.values().get(rank);
                values.add(value == null ? "" : value.toPlainString());
            }
        } else if (result instanceof Approximation.TopEstimates top) {
            Collections.addAll(values, Long.toString(top.n()), Long.toString(top.error()), json(top.items()));
        } else {
            int columns =
                    switch (kind) {
                        case DISTINCT -> 4;
                        case QUANTILES -> 2 + RANKS.size();
                        case TOP -> 3;
                    };
            values.addAll(Collections.nCopies(columns, ""));
        }
        return values;
    }

    /**
     * For people, one column: {@code 1234 ±3.2 %}; {@code 0.5: 12, 0.9: 30, … rank ±0.68 %}; {@code /home 60, /cart 38..40}.
     */
    static String text(@Nullable Approximation result) {
        if (result == null) {
            return "";
        }
        if (result instanceof Approximation.DistinctEstimate distinct) {
            long off = Math.max(distinct.upper() - distinct.estimate(), distinct.estimate() - distinct.lower());
            BigDecimal share = off == 0
                    ? BigDecimal.ZERO
                    : percent(
                            BigDecimal.valueOf(off).divide(BigDecimal.valueOf(distinct.estimate()), 9, RoundingMode.UP),
                            1);
            return distinct.estimate() + " ±" + share.toPlainString() + " %";
        }
        if (result instanceof Approximation.QuantileEstimates quantiles) {
            return quantiles.values().isEmpty()
                    ? ""
                    : quantiles.values().entrySet().stream()
                                    .sorted(Map.Entry.comparingByKey())
                                    .map(value -> value.getKey() + ": "
                                            + value.getValue().toPlainString())
                                    .collect(Collectors.joining(", "))
                            + ", rank ±" + percent(quantiles.error(), 2).toPlainString() + " %";
        }
        return ((Approximation.TopEstimates) result)
                .items().stream()
                        .map(item -> item.text() + " "
                                + (item.lower() == item.upper()
                                        ? Long.toString(item.estimate())
                                        : item.lower() + ".." + item.upper()))
                        .collect(Collectors.joining(", "));
    }

    private static BigDecimal percent(BigDecimal share, int digits) {
        return share.signum() == 0 ? BigDecimal.ZERO : share.multiply(HUNDRED).setScale(digits, RoundingMode.HALF_UP);
    }

    private static String json(List<Approximation.TopEstimates.Item> items) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            ValueJson.items(json, items);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.toString();
    }
}
