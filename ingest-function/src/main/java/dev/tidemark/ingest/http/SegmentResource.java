package dev.tidemark.ingest.http;

import dev.tidemark.ingest.Arrival;
import dev.tidemark.ingest.Ingestion;
import dev.tidemark.ingest.envelope.UnreadableException;
import dev.tidemark.ingest.protocol.BatchVerdict;
import dev.tidemark.ingest.protocol.Segment;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Segment's HTTP tracking protocol. Its SDKs send a batch again as a whole or not at all: where a single event must be
 * sent again, the answer is 503, and what comes twice is a duplicate.
 */
@Tag(name = "Segment", description = "What Segment's SDKs send, unchanged")
@Path("/v1/{call: batch|track|page|screen|identify|group|alias}")
class SegmentResource {

    private static final byte[] SUCCESS = "{\"success\":true}".getBytes(StandardCharsets.UTF_8);

    private final Segment segment;
    private final Ingestion ingestion;
    private final ApiKeys keys;
    private final RateLimits limits;
    private final InstantSource clock;

    SegmentResource(Segment segment, Ingestion ingestion, ApiKeys keys, RateLimits limits, InstantSource clock) {
        this.segment = segment;
        this.ingestion = ingestion;
        this.keys = keys;
        this.limits = limits;
        this.clock = clock;
    }

    @POST
    @Operation(
            summary = "Segment's tracking calls",
            description =
                    "Segment's HTTP tracking protocol; the write key as user name of basic authentication, or in the body.")
    @RequestBody(content = @Content(mediaType = "application/json", example = OpenApiExamples.SEGMENT))
    @Parameter(
            name = "call",
            in = ParameterIn.PATH,
            schema = @Schema(enumeration = {"batch", "track", "page", "screen", "identify", "group", "alias"}))
    @APIResponse(
            responseCode = "200",
            description = "Every valid event is in the log",
            content = @Content(mediaType = "application/json", example = OpenApiExamples.SEGMENT_VERDICT))
    @APIResponse(responseCode = "400", description = "No JSON, or no valid event")
    @APIResponse(responseCode = "401", description = "No valid key")
    @APIResponse(responseCode = "413", description = "Too large, or too many events")
    @APIResponse(responseCode = "429", description = "Too many requests; see Retry-After")
    @APIResponse(responseCode = "503", description = "The batch must be sent again; see Retry-After")
    public Uni<Response> post(@PathParam("call") String call, @Context RoutingContext request) {
        Arrival arrival = Stamps.of(request);
        String key = KeyFilter.keyOf(
                request.request().getHeader("X-Api-Key"), request.request().getHeader("Authorization"));
        if (key != null) {
            keys.require(key);
        }
        return BodyReader.read(request.request()).flatMap(body -> take(body, call, key, arrival));
    }

    private Uni<Response> take(byte[] body, String call, @Nullable String key, Arrival arrival) {
        Segment.Body read;
        try {
            read = segment.read(body, call);
        } catch (UnreadableException e) {
            throw Problem.of(e).toException();
        }
        if (key == null) {
            keys.require(read.writeKey());
        }
        return ingestion.take(limits.apply(read.batch()), arrival).map(verdict -> answer(verdict, arrival));
    }

    private Response answer(BatchVerdict verdict, Arrival arrival) {
        Problem.Members fields = json -> VerdictWriter.writeFields(json, verdict, arrival, clock.millis());
        if (!verdict.retry().isEmpty()) {
            return Problems.respond(Problem.of(ProblemType.UNAVAILABLE, null, fields));
        }
        if (verdict.accepted() == 0) {
            return Problems.respond(Problem.of(ProblemType.NO_VALID_EVENT, null, fields));
        }
        return Response.ok(SUCCESS, "application/json").build();
    }
}
