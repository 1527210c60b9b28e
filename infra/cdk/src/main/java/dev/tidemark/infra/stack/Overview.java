package dev.tidemark.infra.stack;

import static dev.tidemark.infra.stack.Metrics.FIVE_MINUTES;
import static dev.tidemark.infra.stack.Metrics.MINUTE;

import dev.tidemark.platform.Metric;
import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.platform.Table;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.AlarmStatusWidget;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.SingleValueWidget;
import software.amazon.awscdk.services.cloudwatch.TextWidget;
import software.constructs.Construct;

/** The dashboard, from "is anything wrong" by freshness and correctness to what it costs. */
final class Overview {

    private static final int FULL = 24;
    private static final int HALF = 12;
    private static final int THIRD = 8;
    private static final Duration HOUR = Duration.hours(1);
    private static final Duration DAY = Duration.days(1);

    private Overview() {}

    static void create(Construct scope, StageSettings settings, Metrics metrics, List<Alarm> alarms) {
        Dashboard dashboard = Dashboard.Builder.create(scope, "Overview")
                .dashboardName(settings.prefix())
                .defaultInterval(Duration.hours(12))
                .build();
        dashboard.addWidgets(AlarmStatusWidget.Builder.create()
                .title("Alarms")
                .width(FULL)
                .height(4)
                .alarms(alarms)
                .build());
        dashboard.addWidgets(
                graph(
                        "Freshness: age of the oldest record when it is read, ms",
                        HALF,
                        metrics.iteratorAge(PlatformFunction.WINDOW, MINUTE),
                        metrics.iteratorAge(PlatformFunction.ARCHIVE, MINUTE)),
                graph("Watermark lag, s", HALF, metrics.own(Metric.WATERMARK_LAG, "Maximum", MINUTE)));
        dashboard.addWidgets(
                value("Unexplained", metrics.own(Metric.UNEXPLAINED, "Maximum", DAY)),
                value("Late share, %", metrics.own(Metric.LATE_SHARE, "Maximum", DAY)),
                value("Verified lag, s", metrics.own(Metric.VERIFIED_LAG, "Maximum", DAY)));
        dashboard.addWidgets(
                graph(
                        "Shards in trouble, heartbeats missed, records in quarantine",
                        HALF,
                        metrics.own(Metric.FAILING_SHARDS, "Maximum", MINUTE),
                        metrics.own(Metric.MISSED_HEARTBEATS, "Maximum", MINUTE),
                        metrics.own(Metric.QUARANTINED, "Maximum", MINUTE)),
                graph("Panes published by the tick", HALF, metrics.own(Metric.PANES_PUBLISHED, "Sum", MINUTE)));
        dashboard.addWidgets(
                graph(
                        "Events by verdict",
                        THIRD,
                        metrics.own(Metric.EVENTS_ACCEPTED, "Sum", MINUTE),
                        metrics.own(Metric.EVENTS_REJECTED, "Sum", MINUTE),
                        metrics.own(Metric.EVENTS_TO_RETRY, "Sum", MINUTE)),
                graph(
                        "Requests",
                        THIRD,
                        metrics.events("Count", "Sum", MINUTE),
                        metrics.events("4xx", "Sum", MINUTE),
                        metrics.events("5xx", "Sum", MINUTE)),
                graph(
                        "Latency, ms",
                        THIRD,
                        metrics.events("Latency", "p50", MINUTE),
                        metrics.events("Latency", "p99", MINUTE)));
        dashboard.addWidgets(
                graph(
                        "Queries",
                        HALF,
                        metrics.queries("Count", "Sum", MINUTE),
                        metrics.queries("4xx", "Sum", MINUTE),
                        metrics.queries("5xx", "Sum", MINUTE)),
                graph(
                        "Latency of queries, ms",
                        HALF,
                        metrics.queries("Latency", "p50", MINUTE),
                        metrics.queries("Latency", "p99", MINUTE)));
        dashboard.addWidgets(TextWidget.Builder.create()
                .markdown("## What costs\nPrices and the table a million events: `docs/cost.md`.")
                .width(FULL)
                .height(2)
                .build());
        List<IMetric> durations = new ArrayList<>();
        for (PlatformFunction function : PlatformFunction.values()) {
            durations.add(metrics.lambda(function, "Duration", "Sum", HOUR));
        }
        List<IMetric> writes = new ArrayList<>();
        for (Table table : Table.values()) {
            writes.add(metrics.table(table, "ConsumedWriteCapacityUnits", HOUR));
        }
        dashboard.addWidgets(
                graph("Write units a table", THIRD, writes.toArray(IMetric[]::new)),
                graph("Milliseconds a function", THIRD, durations.toArray(IMetric[]::new)),
                graph(
                        "Bytes into and out of the stream",
                        THIRD,
                        metrics.stream("IncomingBytes", "Sum", FIVE_MINUTES),
                        metrics.stream("GetRecords.Bytes", "Sum", FIVE_MINUTES)));
    }

    private static GraphWidget graph(String title, int width, IMetric... lines) {
        return GraphWidget.Builder.create()
                .title(title)
                .width(width)
                .left(List.of(lines))
                .build();
    }

    private static SingleValueWidget value(String title, IMetric metric) {
        return SingleValueWidget.Builder.create()
                .title(title)
                .width(THIRD)
                .metrics(List.of(metric))
                .build();
    }
}
