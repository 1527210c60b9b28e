package dev.tidemark.local.fleet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.event.IsoInstant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** Writes deliveries as the API's envelopes, with every stamp by the phone's own clock. */
final class EnvelopeWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private final LongUnaryOperator toRealTime;

    /** @param toRealTime what a moment of the simulated time is called by the clocks of the world, both in milliseconds */
    EnvelopeWriter(LongUnaryOperator toRealTime) {
        this.toRealTime = toRealTime;
    }

    /** One envelope without line breaks, with all of the delivery's events. */
    byte[] write(Delivery delivery) {
        return write(delivery, delivery.events(), false);
    }

    /** The same with one of the events, and the delivery's arrival as its {@code receivedAt}. */
    byte[] writeReceived(Delivery delivery, PhoneEvent event) {
        return write(delivery, List.of(event), true);
    }

    private byte[] write(Delivery delivery, List<PhoneEvent> events, boolean received) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("deviceId", delivery.deviceId());
            if (received) {
                json.writeStringField("receivedAt", IsoInstant.format(delivery.arrivesAtMillis()));
            }
            if (delivery.says()) {
                json.writeStringField("sentAt", byPhone(delivery.sentAtMillis(), delivery));
            }
            json.writeArrayFieldStart("events");
            for (PhoneEvent event : events) {
                json.writeStartObject();
                json.writeStringField("id", event.id());
                json.writeStringField("type", event.type());
                json.writeStringField("occurredAt", byPhone(event.happenedAtMillis(), delivery));
                json.writeFieldName("value");
                json.writeNumber(event.value());
                json.writeObjectFieldStart("attributes");
                for (var attribute : event.attributes().entrySet()) {
                    json.writeStringField(attribute.getKey(), attribute.getValue());
                }
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private String byPhone(long trueMillis, Delivery delivery) {
        return IsoInstant.format(toRealTime.applyAsLong(trueMillis) + delivery.clockErrorMillis());
    }
}
