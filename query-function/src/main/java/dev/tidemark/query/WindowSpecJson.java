package dev.tidemark.query;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.view.WindowSpec;
import java.io.IOException;
import java.util.Locale;

/** How a view cuts its time, as JSON: the {@code kind}, and what windows of that kind have; lengths are durations of ISO 8601. */
final class WindowSpecJson {

    private WindowSpecJson() {}

    static void write(JsonGenerator json, WindowSpec window) throws IOException {
        json.writeStartObject();
        if (window instanceof WindowSpec.Fixed fixed) {
            json.writeStringField("kind", "fixed");
            json.writeStringField("size", fixed.size().toString());
            json.writeStringField("offset", fixed.offset().toString());
        } else if (window instanceof WindowSpec.Sliding sliding) {
            json.writeStringField("kind", "sliding");
            json.writeStringField("size", sliding.size().toString());
            json.writeStringField("every", sliding.every().toString());
            json.writeStringField("offset", sliding.offset().toString());
        } else if (window instanceof WindowSpec.Session session) {
            json.writeStringField("kind", "session");
            json.writeStringField("gap", session.gap().toString());
            json.writeStringField("boundary", lower(session.boundary()));
        } else if (window instanceof WindowSpec.Calendar calendar) {
            json.writeStringField("kind", "calendar");
            json.writeStringField("unit", lower(calendar.unit()));
            if (calendar.unit() == WindowSpec.Unit.WEEK) {
                json.writeStringField("weekStart", lower(calendar.weekStart()));
            }
            json.writeStringField("zone", calendar.zone().getId());
        }
        json.writeEndObject();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
