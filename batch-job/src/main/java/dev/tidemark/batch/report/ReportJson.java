package dev.tidemark.batch.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** The report's records as JSON. A field is called what the record calls it, or what the record's annotation says. */
public final class ReportJson {

    private static final JsonMapper JSON = new JsonMapper();

    private ReportJson() {}

    /** On several lines, for people. */
    public static String pretty(Object document) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON comes of " + document.getClass(), e);
        }
    }

    /** On one line, safe inside an HTML script element. */
    static String compact(Object document) {
        try {
            return JSON.writeValueAsString(document)
                    .replace("<", "\\u003c")
                    .replace("\u2028", "\\u2028")
                    .replace("\u2029", "\\u2029");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON comes of " + document.getClass(), e);
        }
    }

    /** A share, to a millionth. */
    static final class Share extends JsonSerializer<Double> {
        @Override
        public void serialize(Double share, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeNumber(Math.round(share * 1e6) / 1e6);
        }
    }

    /** Seconds, to a thousandth. */
    static final class Seconds extends JsonSerializer<Double> {
        @Override
        public void serialize(Double seconds, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeNumber(Math.round(seconds * 1e3) / 1e3);
        }
    }
}
