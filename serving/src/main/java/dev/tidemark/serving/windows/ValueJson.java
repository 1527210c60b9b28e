package dev.tidemark.serving.windows;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.aggregate.Approximation;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.AggregateSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A value as JSON: exact numbers as strings, so that no reader makes doubles of them, approximate ones as objects with their
 * bounds, and null where there is no value.
 */
public final class ValueJson {

    private ValueJson() {}

    /**
     * Writes one object.
     *
     * @param aggregates of the value's view
     */
    public static void write(JsonGenerator json, List<AggregateSpec> aggregates, WindowValue value) throws IOException {
        json.writeStartObject();
        json.writeStringField("view", value.view());
        json.writeStringField("windowStart", IsoInstant.format(value.window().startMillis()));
        json.writeStringField("windowEnd", IsoInstant.format(value.window().endMillis()));
        json.writeStringField("key", value.key());
        json.writeStringField("status", value.status().wireName());
        json.writeStringField("source", value.source().wireName());
        json.writeNumberField("revision", value.revision());
        json.writeArrayFieldStart("marks");
        for (long mark : value.marks()) {
            json.writeString(IsoInstant.format(mark));
        }
        json.writeEndArray();
        json.writeObjectFieldStart("values");
        for (AggregateSpec aggregate : aggregates) {
            json.writeFieldName(aggregate.resultName());
            if (aggregate instanceof AggregateSpec.Exact exact) {
                text(json, ExactValue.of(value, exact));
            } else {
                approximate(json, value.approx().get(aggregate.resultName()));
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String text) throws IOException {
        if (text.isEmpty()) {
            json.writeNull();
        } else {
            json.writeString(text);
        }
    }

    private static void approximate(JsonGenerator json, @Nullable Approximation result) throws IOException {
        if (result == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        if (result instanceof Approximation.DistinctEstimate distinct) {
            json.writeNumberField("n", distinct.n());
            json.writeNumberField("estimate", distinct.estimate());
            json.writeNumberField("lower", distinct.lower());
            json.writeNumberField("upper", distinct.upper());
        } else if (result instanceof Approximation.QuantileEstimates quantiles) {
            json.writeNumberField("n", quantiles.n());
            json.writeStringField("error", quantiles.error().toPlainString());
            json.writeObjectFieldStart("values");
            for (Map.Entry<String, BigDecimal> rank : new TreeMap<>(quantiles.values()).entrySet()) {
                json.writeStringField(rank.getKey(), rank.getValue().toPlainString());
            }
            json.writeEndObject();
        } else if (result instanceof Approximation.TopEstimates top) {
            json.writeNumberField("n", top.n());
            json.writeNumberField("error", top.error());
            json.writeFieldName("items");
            items(json, top.items());
        }
        json.writeEndObject();
    }

    /** The items of a top, as an array. */
    static void items(JsonGenerator json, List<Approximation.TopEstimates.Item> items) throws IOException {
        json.writeStartArray();
        for (Approximation.TopEstimates.Item item : items) {
            json.writeStartObject();
            json.writeStringField("text", item.text());
            json.writeNumberField("estimate", item.estimate());
            json.writeNumberField("lower", item.lower());
            json.writeNumberField("upper", item.upper());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
