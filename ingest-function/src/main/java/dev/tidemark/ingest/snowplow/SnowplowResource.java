package dev.tidemark.ingest.snowplow;

import dev.tidemark.ingest.door.Answer;
import dev.tidemark.ingest.door.Door;
import dev.tidemark.ingest.door.Protocol;
import dev.tidemark.ingest.door.Receipt;
import dev.tidemark.ingest.door.Tally;
import dev.tidemark.ingest.model.BatchVerdict;
import dev.tidemark.ingest.model.EnvelopeVerdict;
import dev.tidemark.ingest.reading.Batch;
import dev.tidemark.ingest.reading.UnreadableException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * The address that Snowplow's trackers post to. They go by the status alone: 200 takes a batch out of their store, 400, 401 and
 * 403 drop it, everything else keeps it for the next attempt.
 */
@Path(SnowplowResource.ADDRESS)
class SnowplowResource {

    static final String ADDRESS = "/com.snowplowanalytics.snowplow/tp2";

    private final Snowplow snowplow;
    private final Door door;

    SnowplowResource(Snowplow snowplow, Door door) {
        this.snowplow = snowplow;
        this.door = door;
    }

    @POST
    public Uni<Response> post(@Context RoutingContext request) {
        return door.take(request, ADDRESS, Payloads::new);
    }

    private final class Payloads implements Protocol<Batch> {

        @Override
        public Batch read(byte[] body) throws UnreadableException {
            return snowplow.read(body);
        }

        @Override
        public Answer answer(Batch batch, List<EnvelopeVerdict> verdicts, Receipt receipt) {
            BatchVerdict verdict = batch.verdict(verdicts);
            Answer.Json fields = json -> receipt.write(json, verdict);
            return Tally.of(verdict).allOrNothing(() -> Answer.json(200, fields), fields);
        }
    }
}
