package dev.tidemark.platform;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The platform's own metrics, which its alarms and its dashboard stand on. A function writes them as {@link MetricLine}s
 * under the dimension {@link #DIMENSION}; the ones of Kinesis, Lambda, DynamoDB and the gateway are not repeated here.
 */
public enum Metric {
    /** By each body: events that Kinesis has acknowledged. */
    EVENTS_ACCEPTED(PlatformFunction.INGEST, "EventsAccepted", "Count"),
    /** By each body: events that can never be accepted as they are. */
    EVENTS_REJECTED(PlatformFunction.INGEST, "EventsRejected", "Count"),
    /** By each body: events that the caller was told to send again. */
    EVENTS_TO_RETRY(PlatformFunction.INGEST, "EventsToRetry", "Count"),
    /** By each tick: its time minus the global event-time watermark. */
    WATERMARK_LAG(PlatformFunction.TICK, "WatermarkLag", "Seconds"),
    /** By each tick: shards whose clock stays behind the heartbeats. */
    FAILING_SHARDS(PlatformFunction.TICK, "FailingShards", "Count"),
    /** By each tick: shards that did not take their heartbeat. */
    MISSED_HEARTBEATS(PlatformFunction.TICK, "MissedHeartbeats", "Count"),
    /** By each tick: records in quarantine since the beginning, over all shards. */
    QUARANTINED(PlatformFunction.TICK, "Quarantined", "Count"),
    /** By each tick: panes that it published. */
    PANES_PUBLISHED(PlatformFunction.TICK, "PanesPublished", "Count"),
    /** By each batch run that could compare: events and cells whose difference no cause explains. */
    UNEXPLAINED(PlatformFunction.BATCH, "Unexplained", "Count"),
    /** By each batch run: events that the stream's on-time panes lack, in percent of the unique ones. */
    LATE_SHARE(PlatformFunction.BATCH, "LateShare", "Percent"),
    /** By each batch run: its end minus the instant up to which every view is verified. */
    VERIFIED_LAG(PlatformFunction.BATCH, "VerifiedLag", "Seconds");

    public static final String NAMESPACE = "Tidemark";

    /** The one dimension: the deployed name of the function, which names the stage as well. */
    public static final String DIMENSION = "FunctionName";

    private final PlatformFunction source;
    private final String metricName;
    private final String unit;

    Metric(PlatformFunction source, String metricName, String unit) {
        this.source = source;
        this.metricName = metricName;
        this.unit = unit;
    }

    /** Who writes it. */
    public PlatformFunction source() {
        return source;
    }

    public String metricName() {
        return metricName;
    }

    /** Those that a function writes. */
    public static Set<Metric> of(PlatformFunction source) {
        return Arrays.stream(values())
                .filter(metric -> metric.source == source)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** In the words of CloudWatch. */
    public String unit() {
        return unit;
    }
}
