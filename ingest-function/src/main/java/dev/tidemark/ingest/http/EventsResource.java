package dev.tidemark.ingest.http;

import dev.tidemark.ingest.Arrival;
import dev.tidemark.ingest.Ingestion;
import dev.tidemark.ingest.envelope.EnvelopeDraft;
import dev.tidemark.ingest.protocol.CloudEvents;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/events}. */
@Path("/v1/events")
class EventsResource {

    private final EventsBody reader;
    private final CloudEvents cloudEvents;
    private final Ingestion ingestion;
    private final InstantSource clock;

    EventsResource(EventsBody reader, CloudEvents cloudEvents, Ingestion ingestion, InstantSource clock) {
        this.reader = reader;
        this.cloudEvents = cloudEvents;
        this.ingestion = ingestion;
        this.clock = clock;
    }

    @POST
    @Keyed
    public Uni<Response> post(
            @HeaderParam("Content-Type") @Nullable String contentType, @Context RoutingContext request) {
        Arrival arrival = Stamps.of(request);
        if (CloudEventHeaders.arePresent(request.request())) {
            return RequestBody.read(request.request())
                    .flatMap(body -> cloudEvents(
                            () -> cloudEvents.readBinary(
                                    CloudEventHeaders.of(request.request()),
                                    CloudEventHeaders.isJson(contentType) ? body : null),
                            arrival));
        }
        BodyFormat format = BodyFormat.of(contentType);
        return RequestBody.read(request.request()).flatMap(body -> switch (format) {
            case JSON -> take(reader.readJson(body), arrival, EventsAnswer::json);
            case NDJSON -> take(reader.readNdjson(body), arrival, EventsAnswer::ndjson);
            case CLOUD_EVENT -> cloudEvents(() -> cloudEvents.readStructured(body, false), arrival);
            case CLOUD_EVENTS -> cloudEvents(() -> cloudEvents.readStructured(body, true), arrival);
        });
    }

    private Uni<Response> take(List<Line> lines, Arrival arrival, Function<EventsAnswer, Response> answer) {
        List<EnvelopeDraft> drafts = new ArrayList<>(lines.size());
        for (Line line : lines) {
            if (line instanceof Line.Read read) {
                drafts.add(read.draft());
            }
        }
        return ingestion
                .take(drafts, arrival)
                .map(verdicts -> answer.apply(new EventsAnswer(lines, verdicts, arrival, clock.millis())));
    }

    private Uni<Response> cloudEvents(BatchBody body, Arrival arrival) {
        return ingestion.take(body.batch(), arrival).map(verdict -> {
            Problem.Members fields = json -> VerdictWriter.writeFields(json, verdict, arrival, clock.millis());
            return new Answer(
                            verdict.accepted(),
                            verdict.retry().size(),
                            verdict.rejected().size())
                    .respond("application/json", () -> JsonAnswer.writeObject(fields), fields);
        });
    }
}
