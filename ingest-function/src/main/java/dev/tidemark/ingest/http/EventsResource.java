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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/events}. */
@SecurityScheme(
        securitySchemeName = "key",
        type = SecuritySchemeType.APIKEY,
        in = SecuritySchemeIn.HEADER,
        apiKeyName = "X-Api-Key")
@Tag(name = "Events", description = "Envelopes and CloudEvents, with a verdict for each event")
@Path("/v1/events")
class EventsResource {

    private final EventsBody reader;
    private final CloudEvents cloudEvents;
    private final Ingestion ingestion;
    private final RateLimits limits;
    private final InstantSource clock;

    EventsResource(
            EventsBody reader, CloudEvents cloudEvents, Ingestion ingestion, RateLimits limits, InstantSource clock) {
        this.reader = reader;
        this.cloudEvents = cloudEvents;
        this.ingestion = ingestion;
        this.limits = limits;
        this.clock = clock;
    }

    @POST
    @Keyed
    @Operation(
            summary = "Send events",
            description = "One envelope as JSON, one a line as NDJSON, or CloudEvents, structured, batched or binary."
                    + " gzip, deflate and zstd; at most 1 MiB, 5 MiB inflated, 1,000 events. 2xx only after the log has"
                    + " acknowledged: an event without a 2xx is still yours.")
    @RequestBody(
            content = {
                @Content(mediaType = "application/json", example = OpenApiExamples.ENVELOPE),
                @Content(mediaType = "application/x-ndjson", example = OpenApiExamples.ENVELOPE),
                @Content(mediaType = "application/cloudevents+json", example = OpenApiExamples.CLOUD_EVENT),
                @Content(
                        mediaType = "application/cloudevents-batch+json",
                        example = "[" + OpenApiExamples.CLOUD_EVENT + "]")
            })
    @APIResponse(
            responseCode = "200",
            description = "A verdict for each event that was not simply accepted",
            content = @Content(mediaType = "application/json", example = OpenApiExamples.VERDICT))
    @APIResponse(
            responseCode = "400",
            description = "No JSON, or no valid event",
            content = @Content(mediaType = Problem.MEDIA_TYPE, example = OpenApiExamples.PROBLEM))
    @APIResponse(responseCode = "401", description = "No valid key")
    @APIResponse(responseCode = "413", description = "Too large, or too many events")
    @APIResponse(responseCode = "415", description = "Another media type or content encoding")
    @APIResponse(responseCode = "429", description = "Too many requests; see Retry-After")
    @APIResponse(responseCode = "503", description = "All events must be sent again; see Retry-After")
    @SecurityRequirement(name = "key")
    public Uni<Response> post(
            @HeaderParam("Content-Type") @Nullable String contentType, @Context RoutingContext request) {
        Arrival arrival = Stamps.of(request);
        if (CloudEventHeaders.arePresent(request.request())) {
            return BodyReader.read(request.request())
                    .flatMap(body -> cloudEvents(
                            () -> cloudEvents.readBinary(
                                    CloudEventHeaders.of(request.request()),
                                    CloudEventHeaders.isJson(contentType) ? body : null),
                            arrival));
        }
        BodyFormat format = BodyFormat.of(contentType);
        return BodyReader.read(request.request()).flatMap(body -> switch (format) {
            case JSON -> take(reader.readJson(body), arrival, EventsAnswer::json);
            case NDJSON -> take(reader.readNdjson(body), arrival, EventsAnswer::ndjson);
            case CLOUD_EVENT -> cloudEvents(() -> cloudEvents.readStructured(body, false), arrival);
            case CLOUD_EVENTS -> cloudEvents(() -> cloudEvents.readStructured(body, true), arrival);
        });
    }

    private Uni<Response> take(List<Line> sent, Arrival arrival, Function<EventsAnswer, Response> answer) {
        List<Line> lines = limits.apply(sent);
        List<EnvelopeDraft> drafts = new ArrayList<>(lines.size());
        // What an answer needs of the lines; the envelopes are not held on to.
        List<@Nullable Problem> problems = new ArrayList<>(lines.size());
        for (Line line : lines) {
            problems.add(line.problem());
            if (line instanceof Line.Read read) {
                drafts.add(read.draft());
            }
        }
        return ingestion
                .take(drafts, arrival)
                .map(verdicts -> answer.apply(new EventsAnswer(problems, verdicts, arrival, clock.millis())));
    }

    private Uni<Response> cloudEvents(BatchBody body, Arrival arrival) {
        return ingestion.take(limits.apply(body.batch()), arrival).map(verdict -> {
            Problem.Members fields = json -> VerdictWriter.writeFields(json, verdict, arrival, clock.millis());
            return new Answer(
                            verdict.accepted(),
                            verdict.retry().size(),
                            verdict.rejected().size())
                    .respond("application/json", () -> JsonAnswer.writeObject(fields), fields);
        });
    }
}
