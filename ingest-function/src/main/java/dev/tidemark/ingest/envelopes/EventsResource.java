package dev.tidemark.ingest.envelopes;

import dev.tidemark.ingest.door.Door;
import dev.tidemark.ingest.door.MediaType;
import dev.tidemark.ingest.door.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/events}, where envelopes come in, and CloudEvents as guests. */
@SecurityScheme(
        securitySchemeName = "key",
        type = SecuritySchemeType.APIKEY,
        in = SecuritySchemeIn.HEADER,
        apiKeyName = "X-Api-Key")
@Tag(name = "Events", description = "Envelopes and CloudEvents, with a verdict for each event")
@Path(EventsResource.ADDRESS)
class EventsResource {

    static final String ADDRESS = "/v1/events";

    private static final String ENVELOPE = "{\"deviceId\":\"d-17\",\"sentAt\":\"2026-11-22T01:02:03.456Z\",\"events\":["
            + "{\"id\":\"0192f\",\"type\":\"ad_click\",\"occurredAt\":\"2026-11-22T01:01:58.001Z\",\"value\":1.25,"
            + "\"attributes\":{\"campaign\":\"c7\"}}]}";

    private static final String CLOUD_EVENT = "{\"specversion\":\"1.0\",\"id\":\"0192f\",\"source\":\"/phones\","
            + "\"deviceid\":\"d-17\",\"type\":\"ad_click\",\"time\":\"2026-11-22T01:01:58.001Z\","
            + "\"data\":{\"value\":1.25,\"campaign\":\"c7\"}}";

    private static final String VERDICT =
            "{\"requestId\":\"9f86d081884c7d65\",\"receivedAt\":\"2026-11-22T01:02:04.690Z\","
                    + "\"respondedAt\":\"2026-11-22T01:02:04.702Z\",\"accepted\":98,"
                    + "\"rejected\":[{\"index\":3,\"id\":\"0192e\",\"code\":\"invalid_time\",\"detail\":\"occurredAt is no instant\"}],"
                    + "\"retry\":[{\"index\":7,\"id\":\"0192d\"}],\"clock\":{\"offsetMs\":1234,\"basis\":\"one-way\"}}";

    private static final String PROBLEM =
            "{\"type\":\"urn:tidemark:problem:invalid-json\",\"title\":\"The body is not JSON\","
                    + "\"status\":400,\"detail\":\"Unexpected end-of-input\",\"line\":1,\"column\":17}";

    private final EnvelopeReader reader;
    private final Door door;

    EventsResource(EnvelopeReader reader, Door door) {
        this.reader = reader;
        this.door = door;
    }

    @POST
    @Operation(
            summary = "Send events",
            description = "One envelope as JSON, one a line as NDJSON, or CloudEvents, structured, batched or binary."
                    + " gzip, deflate and zstd; at most 1 MiB, 5 MiB inflated, 1,000 events. 2xx only after the log has"
                    + " acknowledged: an event without a 2xx is still yours.")
    @RequestBody(
            content = {
                @Content(mediaType = "application/json", example = ENVELOPE),
                @Content(mediaType = "application/x-ndjson", example = ENVELOPE),
                @Content(mediaType = "application/cloudevents+json", example = CLOUD_EVENT),
                @Content(mediaType = "application/cloudevents-batch+json", example = "[" + CLOUD_EVENT + "]")
            })
    @APIResponse(
            responseCode = "200",
            description = "A verdict for each event that was not simply accepted",
            content = @Content(mediaType = "application/json", example = VERDICT))
    @APIResponse(
            responseCode = "400",
            description = "No JSON, or no valid event",
            content = @Content(mediaType = Problem.MEDIA_TYPE, example = PROBLEM))
    @APIResponse(responseCode = "401", description = "No valid key")
    @APIResponse(responseCode = "413", description = "Too large, or too many events")
    @APIResponse(responseCode = "415", description = "Another media type or content encoding")
    @APIResponse(responseCode = "429", description = "Too many requests; see Retry-After")
    @APIResponse(responseCode = "503", description = "All events must be sent again; see Retry-After")
    @SecurityRequirement(name = "key")
    public Uni<Response> post(
            @HeaderParam("Content-Type") @Nullable String contentType, @Context RoutingContext request) {
        return door.take(request, ADDRESS, () -> new Envelopes(reader, isOneALine(contentType)));
    }

    /** Whether a body is one envelope a line; without a {@code Content-Type} it is one envelope. */
    private static boolean isOneALine(@Nullable String contentType) {
        if (contentType == null || contentType.equals("application/json")) {
            return false;
        }
        return switch (MediaType.of(contentType)) {
            case "application/json" -> false;
            case "application/x-ndjson", "application/ndjson" -> true;
            default ->
                throw MediaType.unsupported("the media type may be application/json, application/x-ndjson,"
                        + " application/cloudevents+json or application/cloudevents-batch+json");
        };
    }
}
