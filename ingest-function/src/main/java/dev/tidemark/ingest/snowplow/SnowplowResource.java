package dev.tidemark.ingest.snowplow;

import dev.tidemark.ingest.door.Answer;
import dev.tidemark.ingest.door.Door;
import dev.tidemark.ingest.door.Protocol;
import dev.tidemark.ingest.door.Receipt;
import dev.tidemark.ingest.door.Tally;
import dev.tidemark.ingest.model.BatchVerdict;
import dev.tidemark.ingest.model.Verdict;
import dev.tidemark.ingest.reading.Batch;
import dev.tidemark.ingest.reading.UnreadableException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The address that Snowplow's trackers post to. They go by the status alone: 200 takes a batch out of their store, 400, 401 and
 * 403 drop it, everything else keeps it for the next attempt.
 */
@Tag(name = "Snowplow", description = "What Snowplow's trackers send, unchanged")
@Path(SnowplowResource.ADDRESS)
class SnowplowResource {

    static final String ADDRESS = "/com.snowplowanalytics.snowplow/tp2";

    private static final String EXAMPLE =
            "{\"schema\":\"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4\",\"data\":[{\"e\":\"se\","
                    + "\"se_ca\":\"shop\",\"se_ac\":\"Order Completed\",\"se_va\":\"1.25\",\"duid\":\"d-17\","
                    + "\"eid\":\"ac9547db-226d-48b1-8c7e-83f02abe98ea\",\"dtm\":\"1795309318001\",\"stm\":\"1795309323456\"}]}";

    private final Snowplow snowplow;
    private final Door door;

    SnowplowResource(Snowplow snowplow, Door door) {
        this.snowplow = snowplow;
        this.door = door;
    }

    @POST
    @Operation(
            summary = "Snowplow's payloads",
            description = "Snowplow's tracker protocol; the key as a custom header, or before the path as /k/<key>.")
    @RequestBody(content = @Content(mediaType = "application/json", example = EXAMPLE))
    @APIResponse(responseCode = "200", description = "Every valid event is in the log")
    @APIResponse(responseCode = "400", description = "No JSON, or no valid event")
    @APIResponse(responseCode = "401", description = "No valid key")
    @APIResponse(responseCode = "413", description = "Too large, or too many events")
    @APIResponse(responseCode = "429", description = "Too many requests; see Retry-After")
    @APIResponse(responseCode = "503", description = "The batch must be sent again; see Retry-After")
    public Uni<Response> post(@Context RoutingContext request) {
        return door.take(request, ADDRESS, Payloads::new);
    }

    private final class Payloads implements Protocol<Batch> {

        @Override
        public Batch read(byte[] body) throws UnreadableException {
            return snowplow.read(body);
        }

        @Override
        public Answer answer(Batch batch, List<Verdict> verdicts, Receipt receipt) {
            BatchVerdict verdict = batch.verdict(verdicts);
            Answer.Json fields = json -> receipt.write(json, verdict);
            return Tally.of(verdict).allOrNothing(() -> Answer.json(200, fields), fields);
        }
    }
}
