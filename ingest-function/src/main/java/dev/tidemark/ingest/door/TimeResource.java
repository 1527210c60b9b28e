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

/** {@code GET /v1/time}: the two server's stamps that a device needs to tell its clock's offset before it has sent anything. */
@Path("/v1/time")
class TimeResource {

    private final InstantSource clock;

    TimeResource(InstantSource clock) {
        this.clock = clock;
    }

    @GET
    @Produces("application/json")
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
