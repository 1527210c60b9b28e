package dev.tidemark.ingest.segment;

import dev.tidemark.ingest.door.Door;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The addresses that Segment's SDKs post to. They send a batch again as a whole or not at all: where a single event must
 * be sent again, the answer is 503, and what comes twice is a duplicate.
 */
@Tag(name = "Segment", description = "What Segment's SDKs send, unchanged")
@Path(SegmentResource.ADDRESS)
class SegmentResource {

    static final String ADDRESS = "/v1/{call: batch|track|page|screen|identify|group|alias|b|t|p|s|i|g|a}";

    static final String EXAMPLE = "{\"batch\":[{\"type\":\"track\",\"event\":\"Order Completed\",\"messageId\":\"m1\","
            + "\"anonymousId\":\"d-17\",\"timestamp\":\"2026-11-22T01:01:58.001Z\",\"properties\":{\"revenue\":1.25}}],"
            + "\"sentAt\":\"2026-11-22T01:02:03.456Z\"}";
    static final String SUCCESS = "{\"success\":true}";

    private final Segment segment;
    private final Door door;

    SegmentResource(Segment segment, Door door) {
        this.segment = segment;
        this.door = door;
    }

    @POST
    @Operation(
            summary = "Segment's tracking calls",
            description =
                    "Segment's HTTP tracking protocol; the write key as user name of basic authentication, or in the body.")
    @RequestBody(content = @Content(mediaType = "application/json", example = EXAMPLE))
    @Parameter(
            name = "call",
            in = ParameterIn.PATH,
            schema =
                    @Schema(
                            enumeration = {
                                "batch",
                                "track",
                                "page",
                                "screen",
                                "identify",
                                "group",
                                "alias",
                                "b",
                                "t",
                                "p",
                                "s",
                                "i",
                                "g",
                                "a"
                            }))
    @APIResponse(
            responseCode = "200",
            description = "Every valid event is in the log",
            content = @Content(mediaType = "application/json", example = SUCCESS))
    @APIResponse(responseCode = "400", description = "No JSON, or no valid event")
    @APIResponse(responseCode = "401", description = "No valid key")
    @APIResponse(responseCode = "413", description = "Too large, or too many events")
    @APIResponse(responseCode = "429", description = "Too many requests; see Retry-After")
    @APIResponse(responseCode = "503", description = "The batch must be sent again; see Retry-After")
    public Uni<Response> post(@PathParam("call") String call, @Context RoutingContext request) {
        return door.take(request, ADDRESS, () -> new Messages(segment, call, Attempt.of(request.request())));
    }
}
