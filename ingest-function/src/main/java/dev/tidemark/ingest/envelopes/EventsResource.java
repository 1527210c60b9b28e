package dev.tidemark.ingest.envelopes;

import dev.tidemark.ingest.door.Door;
import dev.tidemark.ingest.door.MediaType;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/events}, where envelopes come in, and CloudEvents as guests. */
@Path(EventsResource.ADDRESS)
class EventsResource {

    static final String ADDRESS = "/v1/events";

    private final EnvelopeReader reader;
    private final Door door;

    EventsResource(EnvelopeReader reader, Door door) {
        this.reader = reader;
        this.door = door;
    }

    @POST
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
