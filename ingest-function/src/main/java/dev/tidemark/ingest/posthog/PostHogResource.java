package dev.tidemark.ingest.posthog;

import dev.tidemark.ingest.door.Door;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** The addresses that PostHog's SDKs post to; {@code /batch} they share with another protocol. */
@Path("/")
class PostHogResource {

    private static final String CAPTURE = "{address: e|capture|i/v0/e|i/v0/ai/batch}";
    private static final String VERDICTS = "i/v1/analytics/events";

    private final PostHog posthog;
    private final Door door;

    PostHogResource(PostHog posthog, Door door) {
        this.posthog = posthog;
        this.door = door;
    }

    @POST
    @Path(CAPTURE)
    public Uni<Response> capture(@Context RoutingContext request) {
        return door.take(request, CAPTURE, () -> new Capture(posthog));
    }

    @POST
    @Path(VERDICTS)
    public Uni<Response> verdicts(@Context RoutingContext request) {
        return door.take(request, VERDICTS, () -> new VerdictCapture(posthog, request.request()));
    }
}
