package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.platform.Metric;
import dev.tidemark.platform.PlatformFunction;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Alarms and the dashboard stand on what a body's line says. */
class FunctionMetricsTest {

    @Test
    void everyMetricOfIngestionIsPrintedWithEachBody() {
        String line = FunctionMetrics.line(List.of(), 0, "tidemark-test-ingest").toString();
        assertThat(Metric.of(PlatformFunction.INGEST)).isNotEmpty().allSatisfy(metric -> assertThat(line)
                .contains("\"" + metric.metricName() + "\":"));
    }
}
