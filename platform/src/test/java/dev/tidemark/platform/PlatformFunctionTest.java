package dev.tidemark.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlatformFunctionTest {

    @Test
    void the_handler_of_a_module_with_several_is_named_in_the_environment() {
        assertThat(PlatformFunction.TICK.environment("s", "b", table -> table.nameIn("p"), "/opt/views.yaml"))
                .containsEntry("QUARKUS_LAMBDA_HANDLER", "tick")
                .containsEntry("TIDEMARK_STREAM", "s")
                .containsEntry("TIDEMARK_BUCKET", "b")
                .containsEntry("TIDEMARK_TABLE_CELLS", "p-cells")
                .containsEntry("TIDEMARK_VIEWS", "/opt/views.yaml");
        assertThat(PlatformFunction.INGEST.environment("s", "b", table -> table.nameIn("p"), "v"))
                .doesNotContainKey("QUARKUS_LAMBDA_HANDLER");
    }

    @Test
    void a_tick_ends_before_the_next_one_begins() {
        assertThat(PlatformFunction.TICK.timeout()).isLessThan(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @EnumSource
    void is_within_what_Lambda_allows(PlatformFunction function) {
        assertThat(function.memoryMegabytes()).isBetween(128, 10_240);
        assertThat(function.timeout()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(15));
        assertThat(function.scratchMegabytes()).isBetween(512, 10_240);
        assertThat(function.startsFromSnapshot()).isEqualTo(function.scratchMegabytes() == 512);
        assertThat(function.nameIn("tidemark-prod")).matches("[A-Za-z0-9_-]{1,64}");
    }

    @ParameterizedTest
    @EnumSource
    void mappings_are_within_what_Lambda_allows(StreamMapping mapping) {
        assertThat(mapping.batchSize()).isBetween(1, 10_000);
        assertThat(mapping.maximumBatchingWindow()).isBetween(Duration.ZERO, Duration.ofMinutes(5));
    }

    @Test
    void a_metric_line_is_the_embedded_metric_format() {
        assertThat(new MetricLine(1_700_000_000_000L, "tidemark-dev-tick")
                        .with(Metric.WATERMARK_LAG, 180)
                        .with(Metric.FAILING_SHARDS, 0))
                .hasToString(
                        "{\"_aws\":{\"Timestamp\":1700000000000,\"CloudWatchMetrics\":[{\"Namespace\":\"Tidemark\","
                                + "\"Dimensions\":[[\"FunctionName\"]],\"Metrics\":[{\"Name\":\"WatermarkLag\",\"Unit\":\"Seconds\"},"
                                + "{\"Name\":\"FailingShards\",\"Unit\":\"Count\"}]}]},\"FunctionName\":\"tidemark-dev-tick\","
                                + "\"WatermarkLag\":180,\"FailingShards\":0}");
    }

    @Test
    void a_function_name_that_needs_escaping_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MetricLine(0, "a\"b"));
    }

    /** Each of these functions has a test that it prints all of its metrics; one that is not here has none. */
    @Test
    void everyMetricIsOneOfAFunctionThatIsHeldToPrintIt() {
        Set<Metric> held = new HashSet<>();
        for (PlatformFunction function :
                List.of(PlatformFunction.INGEST, PlatformFunction.TICK, PlatformFunction.BATCH)) {
            held.addAll(Metric.of(function));
        }
        assertThat(held).containsExactlyInAnyOrder(Metric.values());
    }
}
