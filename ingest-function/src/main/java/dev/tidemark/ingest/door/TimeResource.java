package dev.tidemark.ingest.door;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.ingest.model.Arrival;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /v1/time}: the two server's stamps that a device needs to tell its clock's offset before it has sent anything. */
@Tag(name = "Clock", description = "What a device needs to tell how far its clock is off")
@Path("/v1/time")
class TimeResource {

    private static final String EXAMPLE =
            "{\"requestId\":\"9f86d081884c7d65\",\"receivedAt\":\"2026-11-22T01:02:04.690Z\","
                    + "\"respondedAt\":\"2026-11-22T01:02:04.691Z\"}";

    private final InstantSource clock;

    TimeResource(InstantSource clock) {
        this.clock = clock;
    }

    @GET
    @Produces("application/json")
    @Operation(
            summary = "The server's clock",
            description = "Echo receivedAt and respondedAt with your own sentAt and gotAt as the clock of an envelope:"
                    + " its events are then corrected by ((t1−t0)+(t2−t3))/2, with half the round trip as the bound.")
    @APIResponse(
            responseCode = "200",
            description = "When the request was seen and when it was answered, by the server's clock",
            content = @Content(mediaType = "application/json", example = EXAMPLE))
    @NonBlocking
    public Response time(@Context RoutingContext request) {
        Arrival arrival = Stamps.of(request);
        Answer stamps = Answer.json(200, json -> {
            json.writeStringField("requestId", arrival.requestId());
            json.writeStringField("receivedAt", IsoInstant.format(arrival.receivedAtMillis()));
            json.writeStringField("respondedAt", IsoInstant.format(clock.millis()));
        });
        return Response.fromResponse(stamps.toResponse())
                .header("Cache-Control", "no-store")
                .build();
    }
}
