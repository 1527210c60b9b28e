package dev.tidemark.ingest.log;

import dev.tidemark.ingest.IngestConfig;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Ready is who can put: the stream is there, answers in time, and takes records. Asked at most once in five seconds. */
@Readiness
class CanPut implements AsyncHealthCheck {

    private static final String NAME = "log";

    private final Uni<HealthCheckResponse> check;

    CanPut(KinesisAsyncClient kinesis, IngestConfig config) {
        check = Uni.createFrom()
                .completionStage(() -> kinesis.describeStreamSummary(request -> request.streamName(config.stream())))
                .map(answer -> {
                    StreamStatus status = answer.streamDescriptionSummary().streamStatus();
                    boolean takes = status == StreamStatus.ACTIVE || status == StreamStatus.UPDATING;
                    return HealthCheckResponse.named(NAME)
                            .status(takes)
                            .withData("stream", status.toString())
                            .build();
                })
                .onFailure()
                .recoverWithItem(failure -> HealthCheckResponse.named(NAME)
                        .down()
                        .withData("failure", failure.getClass().getSimpleName())
                        .build())
                .memoize()
                .atLeast(Duration.ofSeconds(5));
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return check;
    }
}
