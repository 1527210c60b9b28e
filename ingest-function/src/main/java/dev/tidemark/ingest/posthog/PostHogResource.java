package dev.tidemark.ingest.posthog;

import dev.tidemark.ingest.door.Door;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The addresses that PostHog's SDKs post to; {@code /batch} they share with another protocol. */
@Tag(name = "PostHog", description = "What PostHog's SDKs send, unchanged")
@APIResponse(responseCode = "413", description = "Too large, or too many events")
@APIResponse(responseCode = "429", description = "Too many requests; see Retry-After")
@Path("/")
class PostHogResource {

    private static final String CAPTURE = "{address: e|capture|i/v0/e|i/v0/ai/batch}";
    private static final String VERDICTS = "i/v1/analytics/events";

    private static final String EXAMPLE =
            "{\"api_key\":\"…\",\"batch\":[{\"event\":\"Order Completed\",\"distinct_id\":\"d-17\","
                    + "\"uuid\":\"01a22901-4a9f-781b-a7c6-f893c49c020f\",\"timestamp\":\"2026-11-22T01:01:58.001Z\","
                    + "\"properties\":{\"revenue\":1.25}}],\"sent_at\":\"2026-11-22T01:02:03.456Z\"}";
    private static final String RESULTS = "{\"results\":{\"01a22901-4a9f-781b-a7c6-f893c49c020f\":{\"result\":\"drop\","
            + "\"details\":\"invalid_time: the time is no instant 'yesterday'\"}}}";

    private final PostHog posthog;
    private final Door door;

    PostHogResource(PostHog posthog, Door door) {
        this.posthog = posthog;
        this.door = door;
    }

    @POST
    @Operation(summary = "PostHog's events", description = "PostHog's capture protocol; the key in the body.")
    @RequestBody(content = @Content(mediaType = "application/json", example = EXAMPLE))
    @APIResponse(responseCode = "200", description = "Every valid event is in the log")
    @APIResponse(responseCode = "400", description = "No JSON, or no valid event")
    @APIResponse(responseCode = "401", description = "No valid key")
    @APIResponse(responseCode = "503", description = "All events must be sent again; see Retry-After")
    @Path(CAPTURE)
    public Uni<Response> capture(@Context RoutingContext request) {
        return door.take(request, CAPTURE, () -> new Capture(posthog));
    }

    @POST
    @Operation(
            summary = "PostHog's events, with a verdict for each",
            description = "PostHog's capture protocol of version 1; the key as bearer token.")
    @RequestBody(content = @Content(mediaType = "application/json", example = EXAMPLE))
    @APIResponse(
            responseCode = "200",
            description = "What became of each event; Retry-After if some are to be sent again",
            content = @Content(mediaType = "application/json", example = RESULTS))
    @APIResponse(responseCode = "400", description = "No JSON")
    @APIResponse(responseCode = "401", description = "No valid key")
    @APIResponse(responseCode = "503", description = "The server is about to end; see Retry-After")
    @Path(VERDICTS)
    public Uni<Response> verdicts(@Context RoutingContext request) {
        return door.take(request, VERDICTS, () -> new VerdictCapture(posthog, request.request()));
    }
}
