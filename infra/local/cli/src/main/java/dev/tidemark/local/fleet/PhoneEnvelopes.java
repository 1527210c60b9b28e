package dev.tidemark.local.fleet;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.domain.event.IsoInstant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the client has written, as an older app would have, or as a recording has it. */
final class PhoneEnvelopes {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private PhoneEnvelopes() {}

    /** The envelope of the delivery; without {@code sentAt} and exchange, if the app says neither. */
    static byte[] of(PhoneRequest delivery) {
        byte[] written = written(delivery.envelope());
        return delivery.says() ? written : write(withoutStamps(read(written)));
    }

    /** One envelope an event, each with the delivery's arrival as its {@code receivedAt}. */
    static List<byte[]> received(PhoneRequest delivery) {
        ObjectNode envelope = read(written(delivery.envelope()));
        if (!delivery.says()) {
            withoutStamps(envelope);
        }
        envelope.put("receivedAt", IsoInstant.format(delivery.arrivesAtMillis()));
        List<byte[]> lines = new ArrayList<>();
        for (JsonNode event : envelope.path("events")) {
            lines.add(write(
                    envelope.deepCopy().set("events", JSON.createArrayNode().add(event))));
        }
        return lines;
    }

    /** The answer of a server that takes every event. */
    static PhoneRequest.Heard accepted(PhoneRequest delivery, long respondedAtMillis) {
        ObjectNode answer = JSON.createObjectNode()
                .put("receivedAt", IsoInstant.format(delivery.arrivesAtMillis()))
                .put("respondedAt", IsoInstant.format(respondedAtMillis))
                .put("accepted", delivery.events().size());
        return new PhoneRequest.Heard(respondedAtMillis, 200, null, answer.toString());
    }

    static ObjectNode read(byte[] envelope) {
        try {
            return (ObjectNode) JSON.readTree(envelope);
        } catch (IOException e) {
            throw new UncheckedIOException("the client writes JSON", e);
        }
    }

    private static byte[] written(byte @Nullable [] envelope) {
        if (envelope == null) {
            throw new IllegalArgumentException("a question for the time has no envelope");
        }
        return envelope;
    }

    private static JsonNode withoutStamps(ObjectNode envelope) {
        return envelope.without(List.of("sentAt", "clock"));
    }

    private static byte[] write(JsonNode envelope) {
        try {
            return JSON.writeValueAsBytes(envelope);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }
}
