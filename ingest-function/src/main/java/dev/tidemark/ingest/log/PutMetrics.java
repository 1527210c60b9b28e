package dev.tidemark.ingest.log;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** PutRecords calls in metrics. */
@Singleton
class PutMetrics implements PutObserver {

    private final MeterRegistry registry;
    private final Timer latency;
    private final DistributionSummary records;

    PutMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.latency = Timer.builder("tidemark.put")
                .description("Time of a PutRecords call, successful or not")
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(25),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(3))
                .register(registry);
        this.records = DistributionSummary.builder("tidemark.put.records")
                .description("Records of a PutRecords call")
                .register(registry);
    }

    @Override
    public void answered(long nanos, int count) {
        latency.record(nanos, TimeUnit.NANOSECONDS);
        records.record(count);
    }

    @Override
    public void failed(String errorCode) {
        registry.counter("tidemark.put.failures", "error", errorCode).increment();
    }
}
