package dev.tidemark.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What the function is called with; days are texts such as {@code 2024-07-15}.
 *
 * @param date one day, or null
 * @param from first of several days, or null
 * @param to last of them, inclusive, or null
 * @param acceptHole a hole in the archive to accept before, or null
 */
record NightEvent(
        @Nullable String date,
        @Nullable String from,
        @Nullable String to,
        @Nullable String acceptHole) {

    private static final JsonMapper JSON = new JsonMapper();

    NightEvent {
        if (date != null && (from != null || to != null)) {
            throw new RefusedException("the event names a date, and from or to: it must be one or the other");
        }
        if ((from == null) != (to == null)
                || (from != null && to != null && day(from).isAfter(day(to)))) {
            throw new RefusedException("from and to go together, and from <= to: from is " + from + ", to is " + to);
        }
    }

    /**
     * Reads an event; one that is no JSON object names no day.
     *
     * @throws RefusedException if it names days that are none
     */
    static NightEvent read(InputStream input) throws IOException {
        JsonNode event = JSON.readTree(input);
        return event.isObject()
                ? new NightEvent(text(event, "date"), text(event, "from"), text(event, "to"), text(event, "acceptHole"))
                : new NightEvent(null, null, null, null);
    }

    private static @Nullable String text(JsonNode event, String name) {
        JsonNode value = event.path(name);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }

    @Nullable
    LocalDate first() {
        return date != null ? day(date) : from == null ? null : day(from);
    }

    @Nullable
    LocalDate last() {
        return date != null ? day(date) : to == null ? null : day(to);
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new RefusedException("a day such as 2024-07-15 was expected, not '" + text + "'");
        }
    }
}
