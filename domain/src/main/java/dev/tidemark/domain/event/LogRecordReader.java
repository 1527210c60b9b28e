package dev.tidemark.domain.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.domain.aggregate.Micros;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads log records from their bytes, in one pass. Fields that it does not know are passed over, and so are attributes
 * that are null; what a record must have and has not, or has twice, makes it {@linkplain MalformedRecordException
 * malformed}, and so does what other readers would take otherwise ({@link LogJson}). Thread-safe.
 */
public final class LogRecordReader {

    private final @Nullable Set<String> wantedAttributes;

    /** Reads every attribute. */
    public LogRecordReader() {
        this.wantedAttributes = null;
    }

    /** Reads these attributes only, which is faster. */
    public LogRecordReader(Set<String> wantedAttributes) {
        this.wantedAttributes = Set.copyOf(wantedAttributes);
    }

    /**
     * Reads one record.
     *
     * @throws MalformedRecordException if the bytes are no log record, or an event's time is after its
     *     {@code receivedAt}
     */
    public LogRecord read(byte[] bytes) throws MalformedRecordException {
        LogJson.check(bytes);
        try (JsonParser json = LogJson.JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedRecordException("not a JSON object");
            }
            Fields fields = new Fields();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                switch (name) {
                    case "kind" -> fields.kind = string(json, once(fields.kind, name));
                    case "deviceId" -> fields.deviceId = string(json, once(fields.deviceId, name));
                    case "receivedAt" -> fields.receivedAt = instant(json, once(fields.receivedAt, name));
                    case "requestId" -> fields.requestId = string(json, once(fields.requestId, name));
                    case "at" -> fields.at = instant(json, once(fields.at, name));
                    case "version" -> fields.version = string(json, once(fields.version, name));
                    case "envelopes" -> {
                        once(fields.envelopes, name);
                        fields.envelopes = envelopes(json);
                    }
                    default -> json.skipChildren();
                }
            }
            if (json.nextToken() != null) {
                throw new MalformedRecordException("more than one JSON value");
            }
            return fields.record();
        } catch (JsonProcessingException e) {
            throw new MalformedRecordException("not JSON: " + JsonFault.of(e), e);
        } catch (IOException e) {
            throw new MalformedRecordException("not JSON: " + e.getMessage(), e);
        }
    }

    private List<LoggedEnvelope> envelopes(JsonParser json) throws IOException, MalformedRecordException {
        List<LoggedEnvelope> envelopes = new ArrayList<>(1);
        startArray(json, "envelopes");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            startObject(json, "envelopes[]");
            envelopes.add(envelope(json));
        }
        return envelopes;
    }

    private LoggedEnvelope envelope(JsonParser json) throws IOException, MalformedRecordException {
        String sentAt = null;
        LoggedEnvelope.EchoedExchange exchange = null;
        Long offsetMs = null;
        Long boundMs = null;
        String basis = null;
        List<LoggedEvent> events = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "sentAt" -> sentAt = string(json, once(sentAt, name));
                case "clock" -> {
                    once(exchange, name);
                    exchange = exchange(json);
                }
                case "offsetMs" -> offsetMs = number(json, once(offsetMs, name));
                case "boundMs" -> boundMs = number(json, once(boundMs, name));
                case "basis" -> basis = string(json, once(basis, name));
                case "events" -> {
                    once(events, name);
                    events = events(json);
                }
                default -> json.skipChildren();
            }
        }
        try {
            return new LoggedEnvelope(
                    sentAt,
                    exchange,
                    new ClockOffset(basis(basis), offsetMs == null ? 0 : offsetMs, boundMs == null ? 0 : boundMs),
                    events == null ? List.of() : events);
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException("envelopes[]: " + e.getMessage(), e);
        }
    }

    private static ClockOffset.Basis basis(@Nullable String name) throws MalformedRecordException {
        for (ClockOffset.Basis basis : ClockOffset.Basis.values()) {
            if (basis.wireName().equals(name)) {
                return basis;
            }
        }
        throw new MalformedRecordException("envelopes[].basis is no basis: '" + (name == null ? "" : name) + "'");
    }

    private static LoggedEnvelope.EchoedExchange exchange(JsonParser json)
            throws IOException, MalformedRecordException {
        startObject(json, "clock");
        Map<String, String> stamps = new LinkedHashMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            once(stamps.put(name, string(json, name)), "clock." + name);
        }
        return new LoggedEnvelope.EchoedExchange(
                required(stamps.get("sentAt"), "clock.sentAt"),
                required(stamps.get("receivedAt"), "clock.receivedAt"),
                required(stamps.get("respondedAt"), "clock.respondedAt"),
                required(stamps.get("gotAt"), "clock.gotAt"));
    }

    private List<LoggedEvent> events(JsonParser json) throws IOException, MalformedRecordException {
        List<LoggedEvent> events = new ArrayList<>();
        startArray(json, "events");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            startObject(json, "events[]");
            events.add(event(json));
        }
        return events;
    }

    private LoggedEvent event(JsonParser json) throws IOException, MalformedRecordException {
        String id = null;
        String type = null;
        String occurredAt = null;
        long eventTime = EventTime.ABSENT;
        TimeQuality quality = null;
        long value = Micros.NONE;
        Map<String, Attribute> attributes = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "id" -> id = string(json, once(id, name));
                case "type" -> type = string(json, once(type, name));
                case "occurredAt" -> occurredAt = string(json, once(occurredAt, name));
                case "eventTime" -> eventTime = instant(json, once(eventTime == EventTime.ABSENT ? null : name, name));
                case "timeQuality" -> quality = quality(json, once(quality, name));
                case "value" -> value = value(json, once(value == Micros.NONE ? null : name, name));
                case "attributes" -> {
                    once(attributes, name);
                    attributes = attributes(json);
                }
                default -> json.skipChildren();
            }
        }
        if (eventTime == EventTime.ABSENT) {
            throw new MalformedRecordException("events[].eventTime is missing");
        }
        return new LoggedEvent(
                required(id, "events[].id"),
                required(type, "events[].type"),
                occurredAt,
                new EventTime(eventTime, required(quality, "events[].timeQuality")),
                value,
                attributes == null ? Map.of() : attributes);
    }

    private Map<String, Attribute> attributes(JsonParser json) throws IOException, MalformedRecordException {
        startObject(json, "attributes");
        Map<String, Attribute> attributes = new LinkedHashMap<>(8);
        Set<String> names = new HashSet<>(8);
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            if (!names.add(name)) {
                throw new MalformedRecordException("attributes." + name + " is there twice");
            }
            // Also for attributes that no view looks at: whether a record is malformed must not depend on the views.
            if (!token.isScalarValue()) {
                throw new MalformedRecordException("attributes." + name + " is no string, number or boolean");
            }
            if (token == JsonToken.VALUE_NULL || (wantedAttributes != null && !wantedAttributes.contains(name))) {
                continue;
            }
            attributes.put(
                    name,
                    switch (token) {
                        case VALUE_STRING -> Attribute.string(json.getText());
                        case VALUE_TRUE -> Attribute.bool(true);
                        case VALUE_FALSE -> Attribute.bool(false);
                        default -> Attribute.number(json.getText());
                    });
        }
        return attributes;
    }

    private static long value(JsonParser json, String name) throws IOException, MalformedRecordException {
        String text = string(json, name);
        try {
            return Micros.parse(text);
        } catch (NumberFormatException e) {
            throw new MalformedRecordException("events[].value '" + text + "': " + e.getMessage(), e);
        }
    }

    private static TimeQuality quality(JsonParser json, String name) throws IOException, MalformedRecordException {
        String text = string(json, name);
        TimeQuality quality = TimeQuality.ofWireName(text);
        if (quality == null) {
            throw new MalformedRecordException(name + " is no quality: '" + text + "'");
        }
        return quality;
    }

    private static String string(JsonParser json, String name) throws IOException, MalformedRecordException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new MalformedRecordException(name + " is no string");
        }
        return json.getText();
    }

    private static long number(JsonParser json, String name) throws IOException, MalformedRecordException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new MalformedRecordException(name + " is no whole number");
        }
        return json.getLongValue();
    }

    private static long instant(JsonParser json, String name) throws IOException, MalformedRecordException {
        String text = string(json, name);
        long millis = IsoInstant.parse(text);
        if (millis == IsoInstant.UNREADABLE) {
            throw new MalformedRecordException(name + " is no instant: '" + text + "'");
        }
        if (!InstantRange.contains(millis)) {
            throw new MalformedRecordException(name + " is out of years 1000 to 8999: '" + text + "'");
        }
        return millis;
    }

    private static void startArray(JsonParser json, String name) throws MalformedRecordException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new MalformedRecordException(name + " is no array");
        }
    }

    private static void startObject(JsonParser json, String name) throws MalformedRecordException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedRecordException(name + " is no object");
        }
    }

    /**
     * The name of a member that has not been read before. Of two of one name, readers take one or the other.
     *
     * @param before what was read of that name, or null
     */
    private static String once(@Nullable Object before, String name) throws MalformedRecordException {
        if (before != null) {
            throw new MalformedRecordException(name + " is there twice");
        }
        return name;
    }

    private static <T> T required(@Nullable T value, String name) throws MalformedRecordException {
        if (value == null || value.equals("")) {
            throw new MalformedRecordException(name + " is missing");
        }
        return value;
    }

    /** The top-level fields, in whatever order they come. */
    private static final class Fields {
        @Nullable
        String kind;

        @Nullable
        String deviceId;

        @Nullable
        String requestId;

        @Nullable
        String version;

        @Nullable
        Long receivedAt;

        @Nullable
        Long at;

        @Nullable
        List<LoggedEnvelope> envelopes;

        LogRecord record() throws MalformedRecordException {
            String kindName = required(kind, "kind");
            return switch (kindName) {
                case "events" -> events();
                case "heartbeat" -> new LogRecord.Heartbeat(required(at, "at"));
                case "watermark" -> new LogRecord.Watermark(required(at, "at"));
                case "views" -> new LogRecord.ViewsChanged(required(version, "version"));
                default -> throw new MalformedRecordException("kind is no kind of record: '" + kindName + "'");
            };
        }

        private LogRecord events() throws MalformedRecordException {
            long received = required(receivedAt, "receivedAt");
            LogRecord.Events events = new LogRecord.Events(
                    required(deviceId, "deviceId"),
                    received,
                    requestId == null ? "" : requestId,
                    envelopes == null ? List.of() : envelopes);
            if (events.size() == 0) {
                throw new MalformedRecordException("no events");
            }
            for (LoggedEnvelope envelope : events.envelopes()) {
                for (LoggedEvent event : envelope.events()) {
                    if (event.time().millis() > received) {
                        throw new MalformedRecordException("event '" + event.id() + "' has eventTime > receivedAt");
                    }
                }
            }
            return events;
        }
    }
}
