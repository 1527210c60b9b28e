package dev.tidemark.ingest.segment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.ingest.door.Answer;
import dev.tidemark.ingest.door.Door;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/**
 * What RudderStack's SDKs want beside Segment's addresses: a place for beacons, which carry the key in the query since they can
 * carry no header, and the settings of a source, without which the SDK for browsers sends nothing.
 */
@Path("/")
class RudderStackResource {

    private static final String BEACON = "beacon/v1/batch";

    /** A source that is on, and has no destination in the page: events go to the server and nowhere else. */
    private static final String SOURCE =
            "{\"source\":{\"id\":\"tidemark\",\"name\":\"tidemark\",\"enabled\":true,\"config\":{},\"destinations\":[]}}";

    private static final Answer SETTINGS = new Answer(200, "application/json", SOURCE.getBytes(UTF_8), false);

    private final Segment segment;
    private final Door door;

    RudderStackResource(Segment segment, Door door) {
        this.segment = segment;
        this.door = door;
    }

    @POST
    @Path(BEACON)
    public Uni<Response> beacon(@Context RoutingContext request) {
        return door.take(request, BEACON, () -> new Messages(segment, "batch", Attempt.FIRST) {
            @Override
            public Optional<String> keyOf(HttpServerRequest http) {
                return Optional.ofNullable(http.getParam("writeKey")).or(() -> super.keyOf(http));
            }
        });
    }

    @GET
    @Path("sourceConfig")
    @Produces("application/json")
    public Response settings(@Context RoutingContext request) {
        return door.show(request, SETTINGS);
    }
}
