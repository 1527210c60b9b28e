package dev.tidemark.serving.windows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.View;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the command line prints values. */
public enum ValueFormat {
    /** For people: {@link ValueTable}. */
    TABLE {
        @Override
        public void print(List<View> views, List<WindowValue> values, Appendable out) throws IOException {
            new ValueTable(views).print(values, out);
        }
    },
    /** For programs: {@link ValueCsv}, with a header. */
    CSV {
        @Override
        public void print(List<View> views, List<WindowValue> values, Appendable out) throws IOException {
            ValueCsv csv = new ValueCsv(views);
            csv.header(out);
            for (WindowValue value : values) {
                csv.write(value, out);
            }
        }
    },
    /** For programs: an array of what {@link ValueJson} writes. */
    JSON {
        @Override
        public void print(List<View> views, List<WindowValue> values, Appendable out) throws IOException {
            Map<String, List<AggregateSpec>> ofView = new HashMap<>();
            views.forEach(view -> ofView.put(view.name(), view.aggregates()));
            StringWriter text = new StringWriter();
            try (JsonGenerator json = FACTORY.createGenerator(text)) {
                json.setPrettyPrinter(new DefaultPrettyPrinter());
                json.writeStartArray();
                for (WindowValue value : values) {
                    ValueJson.write(json, ofView.getOrDefault(value.view(), List.of()), value);
                }
                json.writeEndArray();
            }
            out.append(text.toString()).append('\n');
        }
    };

    private static final JsonFactory FACTORY = new JsonFactory();

    /** Prints the values of these views. */
    public abstract void print(List<View> views, List<WindowValue> values, Appendable out) throws IOException;
}
