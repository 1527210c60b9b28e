package dev.tidemark.query;

import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.serving.windows.WindowReader;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import software.amazon.awssdk.core.exception.SdkException;

/** Ready is who can read: the tables are there, and answer in time. */
@Readiness
@Singleton
class CanRead implements HealthCheck {

    private static final String NAME = "tables";

    private final WindowReader reader;

    CanRead(WindowReader reader) {
        this.reader = reader;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            reader.published(TimeDomain.EVENT);
            return HealthCheckResponse.up(NAME);
        } catch (SdkException e) {
            return HealthCheckResponse.named(NAME)
                    .down()
                    .withData("failure", e.getClass().getSimpleName())
                    .build();
        }
    }
}
