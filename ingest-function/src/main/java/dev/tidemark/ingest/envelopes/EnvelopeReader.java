package dev.tidemark.ingest.envelopes;

import static dev.tidemark.ingest.reading.UnreadableException.Reason.DEVICE;
import static dev.tidemark.ingest.reading.UnreadableException.Reason.ENVELOPE;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.InstantRange;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.ingest.IngestConfig;
import dev.tidemark.ingest.model.EnvelopeDraft;
import dev.tidemark.ingest.model.ReadEvent;
import dev.tidemark.ingest.model.Texts;
import dev.tidemark.ingest.reading.EventBudget;
import dev.tidemark.ingest.reading.JsonInput;
import dev.tidemark.ingest.reading.JsonText;
import dev.tidemark.ingest.reading.UnreadableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads Tidemark's own envelope, {@code {"deviceId", "sentAt", "clock", "events": […]}}, in one pass and in whatever
 * order its fields come. Unknown fields are passed over; of a field given twice the last counts, except {@code events},
 * which may come once. Thread-safe.
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
        String deviceId = null;
        String sentAt = null;
        LoggedEnvelope.Exchange exchange = null;
        long receivedAt = EventTime.ABSENT;
        List<ReadEvent> events = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "deviceId" -> deviceId = deviceId(json);
                case "sentAt" -> sentAt = stamp(json);
                case "clock" -> exchange = exchange(json);
                case "receivedAt" -> receivedAt = trustReceivedAt ? receivedAt(json) : skipped(json);
                case "events" -> {
                    if (events != null) {
                        throw unreadable(ENVELOPE, "events is given twice", json);
                    }
                    events = events(input, budget);
                }
                default -> json.skipChildren();
            }
        }
        if (deviceId == null) {
            throw new UnreadableException(DEVICE, "deviceId is missing", 0, 0);
        }
        if (events == null || events.isEmpty()) {
            throw new UnreadableException(ENVELOPE, "events is " + (events == null ? "missing" : "empty"), 0, 0);
        }
        return new EnvelopeDraft(deviceId, sentAt, exchange, receivedAt, events);
    }

    private static String deviceId(JsonParser json) throws IOException, UnreadableException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw unreadable(DEVICE, "deviceId is no string", json);
        }
        String fault = Texts.faultOfName(json.getText());
        if (fault != null) {
            throw unreadable(DEVICE, "deviceId " + fault, json);
        }
        return json.getText();
    }

    private static List<ReadEvent> events(JsonInput input, EventBudget budget) throws IOException, UnreadableException {
        JsonParser json = input.json();
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw unreadable(ENVELOPE, "events is no array", json);
        }
        List<ReadEvent> events = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            budget.spend();
            events.add(EventReader.read(input));
        }
        return events;
    }

    /** A raw stamp: kept as it came if it can be kept at all, readable or not. */
    private static @Nullable String stamp(JsonParser json) throws IOException {
        if (json.currentToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL) {
            String text = json.getText();
            return Texts.faultOfName(text) == null ? text : null;
        }
        json.skipChildren();
        return null;
    }

    private static LoggedEnvelope.@Nullable Exchange exchange(JsonParser json) throws IOException {
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
                default -> json.skipChildren();
            }
        }
        return sentAt == null || receivedAt == null || respondedAt == null || gotAt == null
                ? null
                : new LoggedEnvelope.Exchange(sentAt, receivedAt, respondedAt, gotAt);
    }

    private static long receivedAt(JsonParser json) throws IOException, UnreadableException {
        long millis = json.currentToken() == JsonToken.VALUE_STRING
                ? IsoInstant.parse(json.getText())
                : IsoInstant.UNREADABLE;
        if (millis < 0 || !InstantRange.contains(millis)) {
            throw unreadable(ENVELOPE, "receivedAt is no instant from 1970 to 8999", json);
        }
        return millis;
    }

    private static long skipped(JsonParser json) throws IOException {
        json.skipChildren();
        return EventTime.ABSENT;
    }

    private static UnreadableException unreadable(UnreadableException.Reason reason, String detail, JsonParser json) {
        JsonLocation at = json.currentTokenLocation();
        return new UnreadableException(reason, detail, at.getLineNr(), at.getColumnNr());
    }
}
