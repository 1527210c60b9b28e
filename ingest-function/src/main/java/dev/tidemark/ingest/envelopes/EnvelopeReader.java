package dev.tidemark.ingest.envelopes;

import static dev.tidemark.ingest.reading.UnreadableException.Reason.DEVICE;
import static dev.tidemark.ingest.reading.UnreadableException.Reason.ENVELOPE;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.InstantRange;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.ingest.IngestConfig;
import dev.tidemark.ingest.model.EnvelopeDraft;
import dev.tidemark.ingest.model.Ignored;
import dev.tidemark.ingest.model.ReadEvent;
import dev.tidemark.ingest.model.Texts;
import dev.tidemark.ingest.reading.EventBudget;
import dev.tidemark.ingest.reading.Grammar;
import dev.tidemark.ingest.reading.JsonInput;
import dev.tidemark.ingest.reading.JsonText;
import dev.tidemark.ingest.reading.UnreadableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads Tidemark's own envelope, {@code {"deviceId", "sentAt", "clock", "events": […]}}, in one pass and in whatever
 * order its fields come. Unknown fields are counted and named; of a field given twice the last counts,
 * except {@code events}, which may come once. Thread-safe.
 */
@Singleton
public final class EnvelopeReader {

    private final boolean trustReceivedAt;

    @Inject
    EnvelopeReader(IngestConfig config) {
        this(config.trustReceivedAt());
    }

    /**
     * Reads envelopes.
     *
     * @param trustReceivedAt whether an envelope may carry its own {@code receivedAt}: replay mode
     */
    EnvelopeReader(boolean trustReceivedAt) {
        this.trustReceivedAt = trustReceivedAt;
    }

    /**
     * Reads one envelope, which must be all of the text.
     *
     * @param text UTF-8
     * @param budget of the body that the envelope is part of
     * @throws UnreadableException if it is no envelope; a bad event does not make it one
     */
    public EnvelopeDraft read(byte[] text, int from, int length, EventBudget budget) throws UnreadableException {
        int spent = budget.spent();
        return JsonText.read(text, from, length, input -> {
            budget.rewind(spent);
            return whole(input, budget);
        });
    }

    private EnvelopeDraft whole(JsonInput input, EventBudget budget) throws IOException, UnreadableException {
        JsonParser json = input.json();
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw unreadable(ENVELOPE, "an envelope is a JSON object", json);
        }
        EnvelopeDraft draft = envelope(input, budget);
        if (json.nextToken() != null) {
            throw unreadable(ENVELOPE, "more text after the envelope", json);
        }
        return draft;
    }

    private EnvelopeDraft envelope(JsonInput input, EventBudget budget) throws IOException, UnreadableException {
        JsonParser json = input.json();
        ReadDeviceId deviceId = new ReadDeviceId(null, new UnreadableException(DEVICE, "deviceId is missing", 0, 0));
        String sentAt = null;
        LoggedEnvelope.EchoedExchange exchange = null;
        ReceivedAt receivedAt = new ReceivedAt(EventTime.ABSENT, null);
        List<ReadEvent> events = null;
        Ignored ignored = new Ignored();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "deviceId" -> deviceId = deviceId(json);
                case "sentAt" -> sentAt = stamp(json);
                case "clock" -> exchange = exchange(json, ignored);
                case "receivedAt" -> {
                    if (trustReceivedAt) {
                        receivedAt = receivedAt(json);
                    } else {
                        ignore(json, "", name, ignored);
                    }
                }
                case "events" -> {
                    if (events != null) {
                        throw unreadable(ENVELOPE, "events is given twice", json);
                    }
                    events = events(input, budget, ignored);
                }
                default -> ignore(json, "", name, ignored);
            }
        }
        if (receivedAt.fault != null) {
            throw receivedAt.fault;
        }
        if (events == null || events.isEmpty()) {
            deviceId.required();
            throw new UnreadableException(ENVELOPE, "events is " + (events == null ? "missing" : "empty"), 0, 0);
        }
        return new EnvelopeDraft(deviceId.required(), sentAt, exchange, receivedAt.millis, events, ignored);
    }

    /** A device's id, or what is wrong with it: a later one may be right, and counts. */
    private record ReadDeviceId(
            @Nullable String text, @Nullable UnreadableException fault) {

        String required() throws UnreadableException {
            if (fault != null) {
                throw fault;
            }
            return Objects.requireNonNull(text);
        }
    }

    /** The recording's own stamp, or what is wrong with it. */
    private record ReceivedAt(long millis, @Nullable UnreadableException fault) {}

    private static ReadDeviceId deviceId(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            String why = json.currentToken() == JsonToken.VALUE_NULL ? "deviceId is missing" : "deviceId is no string";
            UnreadableException fault = unreadable(DEVICE, why, json);
            json.skipChildren();
            return new ReadDeviceId(null, fault);
        }
        String text = json.getText();
        String fault = Texts.faultOfName(text);
        return new ReadDeviceId(text, fault == null ? null : unreadable(DEVICE, "deviceId " + fault, json));
    }

    private static void ignore(JsonParser json, String where, String name, Ignored ignored) throws IOException {
        ignored.add(where, name);
        json.skipChildren();
    }

    private static List<ReadEvent> events(JsonInput input, EventBudget budget, Ignored ignored)
            throws IOException, UnreadableException {
        JsonParser json = input.json();
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw unreadable(ENVELOPE, "events is no array", json);
        }
        List<ReadEvent> events = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            budget.spend();
            events.add(EventReader.read(input, ignored));
        }
        return events;
    }

    /** A stamp: as it came if it can be kept at all, readable or not; a number that is one, as the instant. */
    private static @Nullable String stamp(JsonParser json) throws IOException {
        Attribute.AttributeKind kind = Grammar.kind(json.currentToken()).orElse(null);
        if (kind == null) {
            json.skipChildren();
            return null;
        }
        String text = json.getText();
        if (kind == Attribute.AttributeKind.STRING) {
            return Texts.faultOfName(text) == null ? text : null;
        }
        return Grammar.time(kind, text)
                .map(Grammar.ReadInstant::text)
                .orElse(Texts.faultOfName(text) == null ? text : null);
    }

    private static LoggedEnvelope.@Nullable EchoedExchange exchange(JsonParser json, Ignored ignored)
            throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return null;
        }
        String sentAt = null;
        String receivedAt = null;
        String respondedAt = null;
        String gotAt = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "sentAt" -> sentAt = stamp(json);
                case "receivedAt" -> receivedAt = stamp(json);
                case "respondedAt" -> respondedAt = stamp(json);
                case "gotAt" -> gotAt = stamp(json);
                default -> ignore(json, "clock.", name, ignored);
            }
        }
        return sentAt == null || receivedAt == null || respondedAt == null || gotAt == null
                ? null
                : new LoggedEnvelope.EchoedExchange(sentAt, receivedAt, respondedAt, gotAt);
    }

    private static ReceivedAt receivedAt(JsonParser json) throws IOException {
        long millis = json.currentToken() == JsonToken.VALUE_STRING
                ? IsoInstant.parse(json.getText())
                : IsoInstant.UNREADABLE;
        if (millis >= 0 && InstantRange.contains(millis)) {
            return new ReceivedAt(millis, null);
        }
        UnreadableException fault = unreadable(ENVELOPE, "receivedAt is no instant from 1970 to 8999", json);
        json.skipChildren();
        return new ReceivedAt(EventTime.ABSENT, fault);
    }

    private static UnreadableException unreadable(UnreadableException.Reason reason, String detail, JsonParser json) {
        JsonLocation at = json.currentTokenLocation();
        return new UnreadableException(reason, detail, at.getLineNr(), at.getColumnNr());
    }
}
