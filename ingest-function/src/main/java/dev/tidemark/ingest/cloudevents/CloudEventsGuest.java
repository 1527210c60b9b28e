package dev.tidemark.ingest.cloudevents;

import dev.tidemark.ingest.door.Answer;
import dev.tidemark.ingest.door.Guest;
import dev.tidemark.ingest.door.MediaType;
import dev.tidemark.ingest.door.Protocol;
import dev.tidemark.ingest.door.Receipt;
import dev.tidemark.ingest.door.Tally;
import dev.tidemark.ingest.model.BatchVerdict;
import dev.tidemark.ingest.model.EnvelopeVerdict;
import dev.tidemark.ingest.reading.Batch;
import dev.tidemark.ingest.reading.UnreadableException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CloudEvents at {@code POST /v1/events}, told from envelopes by their headers. */
@Singleton
class CloudEventsGuest implements Guest.ByHeaders {

    private static final byte[] NO_JSON = {};

    private final CloudEvents cloudEvents;

    CloudEventsGuest(CloudEvents cloudEvents) {
        this.cloudEvents = cloudEvents;
    }

    @Override
    public String address() {
        return "/v1/events";
    }

    @Override
    public Optional<Protocol<?>> recognise(HttpServerRequest request) {
        String contentType = request.getHeader("Content-Type");
        if (CloudEventHeaders.arePresent(request)) {
            Map<String, String> context = CloudEventHeaders.of(request);
            boolean json = CloudEventHeaders.isJson(contentType);
            return Optional.of(new Mode(
                    body -> cloudEvents.readBinary(CloudEventHeaders.decoded(context), json ? body : NO_JSON)));
        }
        if (contentType == null || !contentType.regionMatches(true, 0, "application/cloudevents", 0, 23)) {
            return Optional.empty();
        }
        return switch (MediaType.of(contentType)) {
            case "application/cloudevents+json" ->
                Optional.of(new Mode(body -> cloudEvents.readStructured(body, false)));
            case "application/cloudevents-batch+json" ->
                Optional.of(new Mode(body -> cloudEvents.readStructured(body, true)));
            default -> Optional.empty();
        };
    }

    /** Reads a body of one mode. */
    @FunctionalInterface
    private interface ModeReading {
        Batch read(byte[] body) throws UnreadableException;
    }

    private record Mode(ModeReading reading) implements Protocol<Batch> {

        @Override
        public Batch read(byte[] body) throws UnreadableException {
            return reading.read(body);
        }

        @Override
        public Answer answer(Batch batch, List<EnvelopeVerdict> verdicts, Receipt receipt) {
            BatchVerdict verdict = batch.verdict(verdicts);
            return Tally.of(verdict).perEvent(Answer::json, json -> receipt.write(json, verdict));
        }
    }
}
