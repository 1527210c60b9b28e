package dev.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.platform.Metric;
import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.window.tick.TickReport;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Alarms stand on what a tick prints. */
class TickMetricsTest {

    private static String line(Watermarks global) {
        return TickHandler.metrics(new TickReport(90_000, 4, 1, 0, 2, 3, Map.of(), 5, global), "tidemark-test-tick")
                .toString();
    }

    @Test
    void everyMetricOfTheTickIsPrinted() {
        assertThat(Metric.of(PlatformFunction.TICK)).isNotEmpty().allSatisfy(metric -> assertThat(
                        line(new Watermarks(30_000, 60_000)))
                .contains("\"" + metric.metricName() + "\":"));
        assertThat(line(new Watermarks(30_000, 60_000)))
                .contains("\"WatermarkLag\":60,")
                .contains("\"MissedHeartbeats\":1,")
                .contains("\"FailingShards\":2,")
                .contains("\"Quarantined\":3,")
                .contains("\"PanesPublished\":5}");
    }

    @Test
    void beforeThereIsAWatermarkItHasNoLag() {
        assertThat(line(new Watermarks(Watermarks.UNKNOWN, Watermarks.UNKNOWN))).doesNotContain("WatermarkLag");
    }
}
