package dev.tidemark.infra.stack;

import static dev.tidemark.infra.stack.AlarmSpec.above;
import static dev.tidemark.infra.stack.Metrics.FIVE_MINUTES;
import static dev.tidemark.infra.stack.Metrics.MINUTE;

import dev.tidemark.domain.view.WatermarkPolicy;
import dev.tidemark.infra.stack.StageSettings.BatchEngine;
import dev.tidemark.platform.Metric;
import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.platform.StreamMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.services.cloudwatch.IMetric;

/** All alarms of a stage. Thresholds follow from the stage's retention and the views' watermark policy. */
final class Alarms {

    private static final software.amazon.awscdk.Duration HOUR = software.amazon.awscdk.Duration.hours(1);

    private final StageSettings settings;
    private final WatermarkPolicy watermark;
    private final Metrics metrics;
    private final List<AlarmSpec> specs = new ArrayList<>();

    private Alarms(StageSettings settings, WatermarkPolicy watermark, Metrics metrics) {
        this.settings = settings;
        this.watermark = watermark;
        this.metrics = metrics;
    }

    static List<AlarmSpec> of(StageSettings settings, WatermarkPolicy watermark, Metrics metrics) {
        Alarms alarms = new Alarms(settings, watermark, metrics);
        alarms.reading();
        alarms.time();
        alarms.lost();
        alarms.night();
        alarms.ingestion();
        alarms.queries();
        alarms.functions();
        return alarms.specs;
    }

    /** The functions that read the log fall behind; twice: soon, and while there is still time before records expire. */
    private void reading() {
        double quarter = settings.retention().dividedBy(4).toMillis();
        for (StreamMapping mapping : StreamMapping.values()) {
            String name = mapping.shortName();
            IMetric age = metrics.iteratorAge(mapping.function(), MINUTE);
            add(above(
                            Duration.ofMinutes(5).toMillis(),
                            name + "-behind",
                            age,
                            "Look at the function's errors and duration,"
                                    + " and at whether one shard or all of them lag.")
                    .after(5, 5));
            add(
                    above(
                            quarter,
                            name + "-expiring",
                            age,
                            "Lengthen the stream's retention now, then find out why the function"
                                    + " makes no progress: a quarter of the retention is gone and unread records will expire."));
        }
    }

    private void time() {
        Duration usual = watermark.idleBound().plus(watermark.heartbeatEvery().multipliedBy(3));
        add(above(
                        usual.toSeconds(),
                        "watermark-lag",
                        metrics.own(Metric.WATERMARK_LAG, "Maximum", MINUTE),
                        "Find the shard that holds the watermark in the heads of the journal; nothing is wrong yet, but nothing"
                                + " closes.")
                .after(5, 5)
                .orSilence());
        add(above(
                        0,
                        "failing-shard",
                        metrics.own(Metric.FAILING_SHARDS, "Maximum", MINUTE),
                        "Read the window function's log for that shard: its heartbeats arrive and are not processed.")
                .after(3, 3));
        add(above(
                        0,
                        "missed-heartbeats",
                        metrics.own(Metric.MISSED_HEARTBEATS, "Maximum", MINUTE),
                        "Look for write throttling on the stream; idle shards do not advance while heartbeats are refused.")
                .after(5, 5));
    }

    /** Records that left the way. */
    private void lost() {
        add(above(
                0,
                "quarantine",
                Metrics.formula(
                        "DIFF(total)",
                        Map.of("total", metrics.own(Metric.QUARANTINED, "Maximum", FIVE_MINUTES)),
                        "quarantined",
                        FIVE_MINUTES),
                "Read the reasons in the objects below quarantine/, and find who writes records that cannot be read."));
        Map<String, IMetric> skipped = new LinkedHashMap<>();
        for (StreamMapping mapping : StreamMapping.values()) {
            skipped.put(mapping.shortName() + "_d", metrics.mapping(mapping, "DroppedEventCount"));
            skipped.put(
                    mapping.shortName() + "_f", metrics.mapping(mapping, "OnFailureDestinationDeliveredEventCount"));
        }
        add(above(
                0,
                "skipped",
                Metrics.sum(skipped, "skipped", FIVE_MINUTES),
                "Records expired unread: the objects below aws/lambda/ name the range, and the next report names it as"
                        + " skipped."));
    }

    private void night() {
        add(above(
                0,
                "unexplained",
                metrics.own(Metric.UNEXPLAINED, "Maximum", FIVE_MINUTES),
                "Open the day's report: the residual names the window, the key and the side that is wrong."));
        // A run every hour is missing; a day of such hours is a night that is. Before the first tick nothing can be
        // missing.
        add(above(
                        0,
                        "night-missing",
                        Metrics.formula(
                                "IF(FILL(ticks,0) > 0 AND FILL(runs,0) < 1, 1, 0)",
                                Map.of(
                                        "ticks", metrics.own(Metric.FAILING_SHARDS, "SampleCount", HOUR),
                                        "runs", metrics.own(Metric.UNEXPLAINED, "SampleCount", HOUR)),
                                "hours with ticks and without a run",
                                HOUR),
                        "No run of the batch ended within a day: read the batch's log, then start the night by hand.")
                .after(24, 24));
        add(above(
                Duration.ofHours(36).toSeconds(),
                "verified-lag",
                metrics.own(Metric.VERIFIED_LAG, "Maximum", HOUR),
                "A day did not verify and holds all later ones: run the batch for it again and read its report."));
        for (PlatformFunction function : List.of(PlatformFunction.TICK, PlatformFunction.BATCH)) {
            String queue = DeadLetters.nameIn(settings, function.shortName());
            add(above(
                    0,
                    function.shortName() + "-failed",
                    metrics.waiting(queue),
                    "Read the message in the queue " + queue
                            + ": it holds the call and its error; purge it when done."));
        }
    }

    private void ingestion() {
        add(above(
                        1,
                        "api-errors",
                        errorPercent(
                                metrics.events("5xx", "Sum", FIVE_MINUTES),
                                metrics.events("Count", "Sum", FIVE_MINUTES)),
                        "Look at stream throttling first, then at the ingest function's log; clients keep and retry what was not"
                                + " acknowledged.")
                .after(2, 3));
        add(above(
                        3_000,
                        "api-slow",
                        metrics.events("Latency", "p99", FIVE_MINUTES),
                        "Compare with the function's duration: the difference is cold starts or a reserve used up.")
                .after(3, 3));
        add(above(
                        0.8 * settings.requestsPerSecond() * 60,
                        "api-full",
                        metrics.events("Count", "Sum", MINUTE),
                        "Raise requestsPerSecond and burst in the stage's file: beyond them the gateway itself answers 429.")
                .after(3, 5));
        add(above(
                        0,
                        "stream-throttled",
                        metrics.stream("WriteProvisionedThroughputExceeded", "Sum", FIVE_MINUTES),
                        "Add shards, or look for one device that fills a shard alone; clients are told to retry meanwhile.")
                .after(2, 3));
        add(above(
                        0,
                        "tables-throttled",
                        metrics.tableThrottles(),
                        "Look for one hot partition in the table's metrics; batches are retried and nothing is lost.")
                .after(3, 3));
    }

    private void queries() {
        add(above(
                        1,
                        "query-api-errors",
                        errorPercent(
                                metrics.queries("5xx", "Sum", FIVE_MINUTES),
                                metrics.queries("Count", "Sum", FIVE_MINUTES)),
                        "Read the query function's log: a table or the stream did not answer it, or it failed; nothing is lost.")
                .after(2, 3));
        add(above(
                        3_000,
                        "query-api-slow",
                        metrics.queries("Latency", "p99", FIVE_MINUTES),
                        "Look which questions are asked: long stretches of time, views of many keys, or watermarks while a shard is"
                                + " far behind.")
                .after(3, 3));
        add(above(
                        0.8 * settings.queriesPerSecond() * 60,
                        "query-api-full",
                        metrics.queries("Count", "Sum", MINUTE),
                        "Raise queriesPerSecond in the stage's file, or find who asks so often: beyond it the gateway answers 429.")
                .after(3, 5));
    }

    private static IMetric errorPercent(IMetric errors, IMetric requests) {
        return Metrics.formula(
                "100 * errors / MAX([requests, 100])",
                Map.of("errors", errors, "requests", requests),
                "server errors, percent",
                FIVE_MINUTES);
    }

    private void functions() {
        Stream<PlatformFunction> deployed = Stream.of(PlatformFunction.values())
                .filter(function -> function != PlatformFunction.BATCH || settings.engine() == BatchEngine.DUCKDB);
        deployed.forEach(function -> {
            String name = function.shortName();
            AlarmSpec errors = above(
                    0,
                    name + "-errors",
                    metrics.lambda(function, "Errors", "Sum", FIVE_MINUTES),
                    "Read the function's log; what it did not finish is delivered again or, after HTTP, sent again.");
            add(function == PlatformFunction.BATCH ? errors : errors.after(2, 3));
            add(above(
                            0,
                            name + "-throttled",
                            metrics.lambda(function, "Throttles", "Sum", FIVE_MINUTES),
                            "Raise the account's concurrency or the function's reserve; calls are refused until then.")
                    .after(2, 3));
        });
    }

    private void add(AlarmSpec spec) {
        specs.add(spec);
    }
}
