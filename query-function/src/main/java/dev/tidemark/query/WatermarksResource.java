package dev.tidemark.query;

import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.watermark.StageReading;
import dev.tidemark.query.door.QueryAnswer;
import dev.tidemark.query.door.QueryParameters;
import dev.tidemark.serving.watermarks.HeldBack;
import dev.tidemark.serving.watermarks.StageFormat;
import dev.tidemark.serving.watermarks.StageReader;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/watermarks}: how far each stage is, and who holds it back. */
@Path("/v1/watermarks")
public class WatermarksResource {

    /**
     * How long a reading is told again. A shard of the stream gives five answers a second, to everybody together: whoever asks more
     * often would take them from the functions that read the log.
     */
    static final Duration TOLD_AGAIN = Duration.ofSeconds(5);

    private final StageReader stages;
    private final Views views;
    private final InstantSource clock;
    private @Nullable QueryAnswer last;
    private long lastMillis;

    WatermarksResource(StageReader stages, Views views, InstantSource clock) {
        this.stages = stages;
        this.views = views;
        this.clock = clock;
    }

    @GET
    @Blocking
    public Response watermarks(@Context UriInfo address, @HeaderParam("If-None-Match") @Nullable String known)
            throws IOException {
        QueryParameters.of(address);
        return reading().to(known);
    }

    /** One at a time: who asks meanwhile gets the same. */
    private synchronized QueryAnswer reading() throws IOException {
        QueryAnswer answer = last;
        if (answer == null || clock.millis() - lastMillis >= TOLD_AGAIN.toMillis()) {
            StageReading reading = stages.read();
            long now = clock.millis();
            StringBuilder text = new StringBuilder();
            StageFormat.JSON.print(
                    reading, HeldBack.in(reading, views.watermark().heartbeatEvery(), now), now, text);
            answer = new QueryAnswer(QueryAnswer.JSON, QueryAnswer.utf8(text), Duration.ZERO, Map.of());
            last = answer;
            lastMillis = now;
        }
        return answer;
    }
}
