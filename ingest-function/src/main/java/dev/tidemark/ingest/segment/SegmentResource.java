package dev.tidemark.ingest.segment;

import dev.tidemark.ingest.door.Door;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/**
 * The addresses that Segment's SDKs post to. They send a batch again as a whole or not at all: where a single event must
 * be sent again, the answer is 503, and what comes twice is a duplicate.
 */
@Path(SegmentResource.ADDRESS)
class SegmentResource {

    static final String ADDRESS = "/v1/{call: batch|track|page|screen|identify|group|alias|b|t|p|s|i|g|a}";

    private final Segment segment;
    private final Door door;

    SegmentResource(Segment segment, Door door) {
        this.segment = segment;
        this.door = door;
    }

    @POST
    public Uni<Response> post(@PathParam("call") String call, @Context RoutingContext request) {
        return door.take(request, ADDRESS, () -> new Messages(segment, call, Attempt.of(request.request())));
    }
}
