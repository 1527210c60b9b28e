package dev.tidemark.ingest.http;

import dev.tidemark.ingest.Arrival;
import dev.tidemark.ingest.Ingestion;
import dev.tidemark.ingest.envelope.EnvelopeDraft;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/events}. */
@Path("/v1/events")
class EventsResource {

    private final EventsBody reader;
    private final Ingestion ingestion;
    private final InstantSource clock;

    EventsResource(EventsBody reader, Ingestion ingestion, InstantSource clock) {
        this.reader = reader;
        this.ingestion = ingestion;
        this.clock = clock;
    }

    @POST
    @Keyed
    public Uni<Response> post(
            @HeaderParam("Content-Type") @Nullable String contentType, @Context RoutingContext request) {
        BodyFormat format = BodyFormat.of(contentType);
        Arrival arrival = Stamps.of(request);
        return RequestBody.read(request.request()).flatMap(body -> take(body, format, arrival));
    }

    private Uni<Response> take(byte[] body, BodyFormat format, Arrival arrival) {
        List<Line> lines =
                switch (format) {
                    case JSON -> reader.readJson(body);
                    case NDJSON -> reader.readNdjson(body);
                };
        List<EnvelopeDraft> drafts = new ArrayList<>(lines.size());
        for (Line line : lines) {
            if (line instanceof Line.Read read) {
                drafts.add(read.draft());
            }
        }
        return ingestion.take(drafts, arrival).map(verdicts -> {
            EventsAnswer answer = new EventsAnswer(lines, verdicts, arrival, clock.millis());
            return format == BodyFormat.JSON ? answer.json() : answer.ndjson();
        });
    }
}
