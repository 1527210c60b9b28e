package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.event.DeadBand;
import dev.tidemark.domain.view.IngestPolicy;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestMetricsTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            PT30S, PT10S, PT30S
            P7D,   P1D,   P7D
            P30D,  P7D,   P30D
            P180D, P7D,   P180D
            """)
    void howLateEventsAreIsCountedUpToTheOldestThatAreTaken(Duration oldest, Duration lastButOne, Duration last) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        assertThat(new IngestMetrics(registry, new IngestPolicy(DeadBand.DEFAULT, oldest)))
                .isNotNull();
        Timer skew = registry.get("tidemark.event.skew").timer();
        double[] seconds = Arrays.stream(skew.takeSnapshot().histogramCounts())
                .mapToDouble(bucket -> bucket.bucket(TimeUnit.SECONDS))
                .toArray();
        assertThat(seconds).endsWith(lastButOne.toSeconds(), last.toSeconds());
    }
}
