package dev.tidemark.ingest;

import dev.tidemark.ingest.model.EnvelopeVerdict;
import dev.tidemark.platform.Metric;
import dev.tidemark.platform.MetricLine;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** On Lambda, where nobody scrapes: a line of metrics on standard output for each body. */
@Singleton
class FunctionMetrics {

    private final InstantSource clock;
    private final @Nullable String functionName = System.getenv("AWS_LAMBDA_FUNCTION_NAME");

    FunctionMetrics(InstantSource clock) {
        this.clock = clock;
    }

    void print(List<EnvelopeVerdict> verdicts) {
        if (functionName != null) {
            System.out.println(line(verdicts, clock.millis(), functionName));
        }
    }

    static MetricLine line(List<EnvelopeVerdict> verdicts, long atMillis, String functionName) {
        long accepted = 0;
        long rejected = 0;
        long retries = 0;
        for (EnvelopeVerdict verdict : verdicts) {
            accepted += verdict.accepted();
            rejected += verdict.rejected();
            retries += verdict.retries();
        }
        return new MetricLine(atMillis, functionName)
                .with(Metric.EVENTS_ACCEPTED, accepted)
                .with(Metric.EVENTS_REJECTED, rejected)
                .with(Metric.EVENTS_TO_RETRY, retries);
    }
}
