package dev.tidemark.local.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.domain.event.InstantRange;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.JsonFault;
import dev.tidemark.local.outcome.CannotRunException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a line of a recording, {@code {"receivedAt", "deviceId", "id", "type", "occurredAt", "sentAt"?, "value"?,
 * "attributes"?}}, and makes an envelope of it.
 *
 * <p>It checks what the replay itself stands on: that the line is one JSON object of these members, and that it can be
 * put in its place by {@code receivedAt}. Whether the event is a valid one is for the API to say, as for any device.
 */
final class RecordedEventParser {

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * The event of a line.
     *
     * @throws CannotRunException if the line is no recorded event; the message begins with the source
     */
    RecordedEvent parse(byte[] line, RecordingLine source) {
        try {
            Members members = members(line, source);
            return new RecordedEvent(source, members.receivedAtMillis(source), envelope(line, members));
        } catch (JsonProcessingException e) {
            int column =
                    e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getColumnNr());
            throw refused(source, "no JSON at column " + column + ": " + JsonFault.of(e));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private static Members members(byte[] line, RecordingLine source) throws IOException {
        Members members = new Members();
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw refused(source, "an object is expected, one event a line");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                members.note(name, json.nextToken(), json, source);
                json.skipChildren();
            }
            if (json.nextToken() != null) {
                throw refused(source, "there is more after the event's object; one event a line");
            }
        }
        members.refuseMissing(source);
        return members;
    }

    private static byte[] envelope(byte[] line, Members members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(line.length + 32);
        try (JsonParser from = JSON.createParser(line);
                JsonGenerator to = JSON.createGenerator(bytes)) {
            to.writeStartObject();
            to.writeStringField("deviceId", members.deviceId);
            to.writeStringField("receivedAt", members.receivedAt);
            if (members.sentAt != null) {
                to.writeStringField("sentAt", members.sentAt);
            }
            to.writeArrayFieldStart("events");
            to.writeStartObject();
            from.nextToken();
            while (from.nextToken() == JsonToken.FIELD_NAME) {
                boolean ofEvent = Members.isOfEvent(from.currentName());
                if (ofEvent) {
                    to.writeFieldName(from.currentName());
                }
                from.nextToken();
                if (ofEvent) {
                    // Exact: a number keeps every digit it has in the recording.
                    to.copyCurrentStructureExact(from);
                } else {
                    from.skipChildren();
                }
            }
            to.writeEndObject();
            to.writeEndArray();
            to.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static CannotRunException refused(RecordingLine source, String reason) {
        return new CannotRunException(source + ": " + reason + ". Correct the line and run again.");
    }

    /** What the replay needs to know of a line. */
    private static final class Members {
        private @Nullable String receivedAt;
        private @Nullable String deviceId;
        private @Nullable String sentAt;
        private boolean id;
        private boolean type;
        private boolean occurredAt;

        static boolean isOfEvent(String name) {
            return switch (name) {
                case "receivedAt", "deviceId", "sentAt" -> false;
                default -> true;
            };
        }

        void note(String name, @Nullable JsonToken token, JsonParser json, RecordingLine source) throws IOException {
            switch (name) {
                case "receivedAt" -> receivedAt = text(name, token, json, source);
                case "deviceId" -> deviceId = text(name, token, json, source);
                case "sentAt" -> sentAt = token == JsonToken.VALUE_NULL ? null : text(name, token, json, source);
                case "id" -> id = !text(name, token, json, source).isEmpty();
                case "type" -> type = !text(name, token, json, source).isEmpty();
                case "occurredAt" ->
                    occurredAt = !text(name, token, json, source).isEmpty();
                case "value", "attributes" -> {}
                default ->
                    throw refused(
                            source,
                            "'" + name
                                    + "' is no member of a recorded event (receivedAt, deviceId, id, type, occurredAt,"
                                    + " sentAt, value, attributes)");
            }
        }

        long receivedAtMillis(RecordingLine source) {
            long millis = IsoInstant.parse(required(receivedAt));
            if (millis == IsoInstant.UNREADABLE) {
                throw refused(source, "receivedAt '" + receivedAt + "' is no instant like 2026-11-22T01:02:03.456Z");
            }
            if (!InstantRange.contains(millis)) {
                throw refused(
                        source,
                        "receivedAt '" + receivedAt + "' is not in [" + IsoInstant.format(InstantRange.FIRST_MILLIS)
                                + ", " + IsoInstant.format(InstantRange.END_MILLIS) + "), the instants of the log");
            }
            return millis;
        }

        void refuseMissing(RecordingLine source) {
            String missing = receivedAt == null
                    ? "receivedAt"
                    : deviceId == null ? "deviceId" : !id ? "id" : !type ? "type" : !occurredAt ? "occurredAt" : null;
            if (missing != null) {
                throw refused(source, "'" + missing + "' is missing");
            }
        }

        private static String text(String name, @Nullable JsonToken token, JsonParser json, RecordingLine source)
                throws IOException {
            if (token != JsonToken.VALUE_STRING) {
                throw refused(source, "'" + name + "' is a string, not " + json.getText());
            }
            return json.getText();
        }

        private static String required(@Nullable String text) {
            return java.util.Objects.requireNonNull(text);
        }
    }
}
