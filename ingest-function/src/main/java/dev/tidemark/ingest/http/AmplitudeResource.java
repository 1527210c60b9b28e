package dev.tidemark.ingest.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.ingest.Arrival;
import dev.tidemark.ingest.Ingestion;
import dev.tidemark.ingest.envelope.RejectCode;
import dev.tidemark.ingest.envelope.UnreadableException;
import dev.tidemark.ingest.protocol.Amplitude;
import dev.tidemark.ingest.protocol.BatchVerdict;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Amplitude's HTTP V2 protocol, errors included: its SDKs read them. A batch with invalid events is answered 400 with
 * their places; the SDK drops those and sends the others again, which have been logged and are duplicates then. Where an
 * event must be sent again, the answer is 503, and the SDK sends them all.
 */
@Tag(name = "Amplitude", description = "What Amplitude's SDKs send, unchanged")
@APIResponse(
        responseCode = "200",
        description = "All events are in the log",
        content = @Content(mediaType = "application/json", example = OpenApiExamples.AMPLITUDE_VERDICT))
@APIResponse(
        responseCode = "400",
        description = "No JSON, no valid key, or events that are invalid, by their places",
        content = @Content(mediaType = "application/json", example = OpenApiExamples.AMPLITUDE_INVALID))
@APIResponse(responseCode = "413", description = "Too large, or too many events")
@APIResponse(responseCode = "429", description = "Too many requests; see Retry-After")
@APIResponse(responseCode = "503", description = "All events must be sent again; see Retry-After")
@Path("/")
class AmplitudeResource {

    private final Amplitude amplitude;
    private final Ingestion ingestion;
    private final ApiKeys keys;
    private final RateLimits limits;
    private final InstantSource clock;

    AmplitudeResource(Amplitude amplitude, Ingestion ingestion, ApiKeys keys, RateLimits limits, InstantSource clock) {
        this.amplitude = amplitude;
        this.ingestion = ingestion;
        this.keys = keys;
        this.limits = limits;
        this.clock = clock;
    }

    @POST
    @Operation(summary = "Amplitude's events", description = "Amplitude's HTTP V2 protocol; the key in the body.")
    @RequestBody(content = @Content(mediaType = "application/json", example = OpenApiExamples.AMPLITUDE))
    @Path("2/httpapi")
    public Uni<Response> upload(@Context RoutingContext request) {
        return post(request);
    }

    @POST
    @Operation(
            summary = "Amplitude's events, in batches",
            description = "The same protocol at the address that SDKs use for batches.")
    @RequestBody(content = @Content(mediaType = "application/json", example = OpenApiExamples.AMPLITUDE))
    @Path("batch")
    public Uni<Response> batch(@Context RoutingContext request) {
        return post(request);
    }

    private Uni<Response> post(RoutingContext request) {
        Arrival arrival = Stamps.of(request);
        return Uni.createFrom()
                .deferred(() -> BodyReader.read(request.request()))
                .flatMap(body -> take(body, arrival))
                .onFailure(ProblemException.class)
                .recoverWithItem(e -> error(((ProblemException) e).problem()));
    }

    private Uni<Response> take(byte[] body, Arrival arrival) {
        Amplitude.Body read;
        try {
            read = amplitude.read(body);
        } catch (UnreadableException e) {
            throw Problem.of(e).toException();
        }
        keys.require(read.apiKey());
        return ingestion.take(limits.apply(read.batch()), arrival).map(verdict -> answer(verdict, body.length));
    }

    private Response answer(BatchVerdict verdict, int bytes) {
        if (!verdict.retry().isEmpty()) {
            return error(Problem.of(ProblemType.UNAVAILABLE, null));
        }
        if (!verdict.rejected().isEmpty() || verdict.accepted() == 0) {
            return respond(400, json -> {
                json.writeNumberField("code", 400);
                json.writeStringField("error", "Request missing required field, or field invalid");
                writeInvalid(json, verdict.rejected());
            });
        }
        return respond(200, json -> {
            json.writeNumberField("code", 200);
            json.writeNumberField("events_ingested", verdict.accepted());
            json.writeNumberField("payload_size_bytes", bytes);
            json.writeNumberField("server_upload_time", clock.millis());
        });
    }

    private static void writeInvalid(JsonGenerator json, List<BatchVerdict.Rejection> rejections) throws IOException {
        Map<String, List<Integer>> places = new TreeMap<>();
        for (BatchVerdict.Rejection rejection : rejections) {
            places.computeIfAbsent(fieldOf(rejection.rejected().code()), field -> new java.util.ArrayList<>())
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

    private static Response error(Problem problem) {
        int status =
                switch (problem.type()) {
                    case BODY_TOO_LARGE, TOO_MANY_EVENTS -> 413;
                    case TOO_MANY_REQUESTS -> 429;
                    case UNAVAILABLE -> 503;
                    default -> 400;
                };
        String error = problem.type() == ProblemType.UNAUTHORIZED
                ? "Invalid API key" // the words by which the SDK knows that no retry helps
                : problem.type().title();
        Response response = respond(status, json -> {
            json.writeNumberField("code", status);
            json.writeStringField("error", error);
        });
        return problem.type().mayBeRetried() ? Problems.retryLater(response) : response;
    }

    private static Response respond(int status, Problem.Members fields) {
        return Response.status(status)
                .type("application/json")
                .entity(JsonAnswer.writeObject(fields))
                .build();
    }
}
