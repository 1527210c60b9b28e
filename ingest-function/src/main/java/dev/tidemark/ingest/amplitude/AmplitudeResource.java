package dev.tidemark.ingest.amplitude;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.ingest.door.Answer;
import dev.tidemark.ingest.door.Door;
import dev.tidemark.ingest.door.Problem;
import dev.tidemark.ingest.door.ProblemType;
import dev.tidemark.ingest.door.Protocol;
import dev.tidemark.ingest.door.Receipt;
import dev.tidemark.ingest.model.BatchVerdict;
import dev.tidemark.ingest.model.Envelope;
import dev.tidemark.ingest.model.EnvelopeVerdict;
import dev.tidemark.ingest.model.RejectCode;
import dev.tidemark.ingest.reading.Batch;
import dev.tidemark.ingest.reading.UnreadableException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The addresses that Amplitude's SDKs post to, errors included: the SDKs read them. A batch with invalid events is
 * answered 400 with their places; the SDK drops those and sends the others again, which have been logged and are
 * duplicates then. Where an event must be sent again, the answer is 503, and the SDK sends them all.
 */
@Path("/")
class AmplitudeResource {

    /** The words by which the SDK knows that no retry helps. */
    private static final String INVALID_KEY = "Invalid API key";

    private final Amplitude amplitude;
    private final Door door;

    AmplitudeResource(Amplitude amplitude, Door door) {
        this.amplitude = amplitude;
        this.door = door;
    }

    @POST
    @Path("2/httpapi")
    public Uni<Response> upload(@Context RoutingContext request) {
        return door.take(request, "/2/httpapi", Upload::new);
    }

    @POST
    @Path("batch")
    public Uni<Response> batch(@Context RoutingContext request) {
        return door.take(request, "/batch", Upload::new);
    }

    private final class Upload implements Protocol<Batch> {

        private int bytes;

        @Override
        public boolean keyMayBeInBody() {
            return true;
        }

        @Override
        public Batch read(byte[] body) throws UnreadableException {
            bytes = body.length;
            return amplitude.read(body);
        }

        @Override
        public Answer answer(Batch batch, List<EnvelopeVerdict> verdicts, Receipt receipt) {
            BatchVerdict verdict = batch.verdict(verdicts);
            if (!verdict.retry().isEmpty()) {
                return refuse(Problem.of(
                        verdict.throttled() == verdict.retry().size()
                                ? ProblemType.TOO_MANY_REQUESTS
                                : ProblemType.UNAVAILABLE,
                        null));
            }
            if (!verdict.rejected().isEmpty() || verdict.accepted() == 0) {
                return Answer.json(400, json -> {
                    json.writeNumberField("code", 400);
                    json.writeStringField("error", "Request missing required field, or field invalid");
                    writeInvalid(json, verdict.rejected());
                    receipt.writeAside(json, verdict);
                });
            }
            return Answer.json(200, json -> {
                json.writeNumberField("code", 200);
                json.writeNumberField("events_ingested", verdict.accepted());
                json.writeNumberField("payload_size_bytes", bytes);
                json.writeNumberField("server_upload_time", receipt.respondedAtMillis());
                receipt.writeAside(json, verdict);
            });
        }

        @Override
        public Answer refuse(Problem problem) {
            int status =
                    switch (problem.type()) {
                        case BODY_TOO_LARGE, TOO_MANY_EVENTS -> 413;
                        case TOO_SLOW -> 408;
                        case TOO_MANY_REQUESTS -> 429;
                        case UNAVAILABLE -> 503;
                        default -> 400;
                    };
            String error = problem.type() == ProblemType.UNAUTHORIZED
                    ? INVALID_KEY
                    : problem.type().title();
            return Answer.json(status, json -> {
                        json.writeNumberField("code", status);
                        json.writeStringField("error", error);
                    })
                    .toBeSentAgainIf(problem.type().mayBeRetried());
        }
    }

    private static void writeInvalid(JsonGenerator json, List<Envelope.RejectedAt> rejections) throws IOException {
        Map<String, List<Integer>> places = new TreeMap<>();
        for (Envelope.RejectedAt rejection : rejections) {
            places.computeIfAbsent(fieldOf(rejection.rejected().code()), field -> new ArrayList<>())
                    .add(rejection.index());
        }
        json.writeObjectFieldStart("events_with_invalid_fields");
        for (Map.Entry<String, List<Integer>> field : places.entrySet()) {
            json.writeArrayFieldStart(field.getKey());
            for (int place : field.getValue()) {
                json.writeNumber(place);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static String fieldOf(RejectCode code) {
        return switch (code) {
            case INVALID_ID -> "insert_id";
            case INVALID_TYPE -> "event_type";
            case INVALID_TIME, TOO_OLD -> "time";
            case INVALID_VALUE -> "revenue";
            case INVALID_ATTRIBUTES -> "event_properties";
            case INVALID_DEVICE -> "device_id";
            case INVALID_EVENT, TOO_LARGE -> "event";
        };
    }
}
