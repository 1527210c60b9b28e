package dev.tidemark.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.DeadBand;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.IsoInstant;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers as the API does, and keeps what it took: each event in the order in which it first came, with its event time. */
final class TestServer {

    private static final JsonMapper JSON = new JsonMapper();

    /** What became of an event. */
    enum Says {
        ACCEPT,
        RETRY,
        REJECT
    }

    /** Judges an event by its place and id. */
    interface Judge {
        Says of(int index, String id);
    }

    /** First JSON of each id that the log has, in order. */
    final Map<String, String> log = new LinkedHashMap<>();

    /** Of each id, in the same order. */
    final Map<String, Long> eventTimes = new LinkedHashMap<>();

    final List<String> rejected = new ArrayList<>();
    final List<JsonNode> envelopes = new ArrayList<>();
    int asked;

    /** The answer to a request that reached the server then. */
    Transport.Answered answer(Move.Send request, long receivedAt, long respondedAt, Judge judge) {
        if (request.method().equals("GET")) {
            asked++;
            return new Transport.Answered(200, null, "{\"requestId\":\"r\"," + stamps(receivedAt, respondedAt) + "}");
        }
        JsonNode envelope = read(request);
        envelopes.add(envelope);
        List<String> refused = new ArrayList<>();
        List<String> again = new ArrayList<>();
        int accepted = 0;
        for (int i = 0; i < envelope.path("events").size(); i++) {
            JsonNode event = envelope.path("events").path(i);
            String id = event.path("id").asText();
            switch (judge.of(i, id)) {
                case ACCEPT -> {
                    accepted++;
                    take(envelope, event, receivedAt);
                }
                case RETRY -> again.add("{\"index\":%d,\"id\":\"%s\"}".formatted(i, id));
                case REJECT -> {
                    rejected.add(id);
                    refused.add("{\"index\":%d,\"id\":\"%s\",\"code\":\"invalid_type\",\"detail\":\"no\"}"
                            .formatted(i, id));
                }
            }
        }
        String verdicts = "%s,\"accepted\":%d,\"rejected\":[%s],\"retry\":[%s]}"
                .formatted(
                        stamps(receivedAt, respondedAt), accepted, String.join(",", refused), String.join(",", again));
        if (accepted > 0 || (!again.isEmpty() && !refused.isEmpty())) {
            return new Transport.Answered(200, again.isEmpty() ? null : "1", "{\"requestId\":\"r\"," + verdicts);
        }
        boolean retry = !again.isEmpty();
        return new Transport.Answered(
                retry ? 503 : 400,
                retry ? "1" : null,
                "{\"type\":\"urn:tidemark:problem:" + (retry ? "unavailable" : "no-valid-event") + "\"," + verdicts);
    }

    private void take(JsonNode envelope, JsonNode event, long receivedAt) {
        String id = event.path("id").asText();
        String before = log.putIfAbsent(id, event.toString());
        if (before != null && !before.equals(event.toString())) {
            throw new AssertionError("a resend differs: " + before + " and " + event);
        }
        eventTimes.putIfAbsent(id, eventTime(envelope, event, receivedAt));
    }

    private static long eventTime(JsonNode envelope, JsonNode event, long receivedAt) {
        long sentAt = IsoInstant.parse(envelope.path("sentAt").asText());
        JsonNode clock = envelope.path("clock");
        ClockOffset offset = clock.isMissingNode()
                ? ClockOffset.oneWay(sentAt, receivedAt)
                : ClockOffset.exchange(
                        IsoInstant.parse(clock.path("sentAt").asText()),
                        IsoInstant.parse(clock.path("receivedAt").asText()),
                        IsoInstant.parse(clock.path("respondedAt").asText()),
                        IsoInstant.parse(clock.path("gotAt").asText()));
        long occurredAt = IsoInstant.parse(event.path("occurredAt").asText());
        return EventTime.of(occurredAt, sentAt, receivedAt, offset, DeadBand.of(Duration.ofSeconds(10)))
                .millis();
    }

    private static JsonNode read(Move.Send request) {
        try {
            return JSON.readTree(request.body());
        } catch (IOException e) {
            throw new AssertionError("no JSON", e);
        }
    }

    private static String stamps(long receivedAt, long respondedAt) {
        return "\"receivedAt\":\"" + IsoInstant.format(receivedAt) + "\",\"respondedAt\":\""
                + IsoInstant.format(respondedAt) + "\"";
    }
}
