package dev.tidemark.ingest.http;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.ingest.Arrival;
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
            content = @Content(mediaType = "application/json", example = OpenApiExamples.TIME))
    @NonBlocking
    public Response time(@Context RoutingContext request) {
        Arrival arrival = Stamps.of(request);
        byte[] stamps = JsonAnswer.writeObject(json -> {
            json.writeStringField("requestId", arrival.requestId());
            json.writeStringField("receivedAt", IsoInstant.format(arrival.receivedAtMillis()));
            json.writeStringField("respondedAt", IsoInstant.format(clock.millis()));
        });
        return Response.ok(stamps, "application/json")
                .header("Cache-Control", "no-store")
                .build();
    }
}
