package dev.tidemark.window;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.platform.Metric;
import dev.tidemark.platform.MetricLine;
import dev.tidemark.window.tick.TickReport;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Map;
import org.jboss.logging.Logger;

/** The scheduler's minute. What the event says is not needed: the time of a tick is when it runs. */
@Named("tick")
public class TickHandler implements RequestHandler<Map<String, Object>, TickReport> {

    private static final Logger LOG = Logger.getLogger(TickHandler.class);

    private final TickFunction function;

    @Inject
    public TickHandler(TickFunction function) {
        this.function = function;
    }

    @Override
    public TickReport handleRequest(Map<String, Object> event, Context context) {
        TickReport report = function.run();
        LOG.infof("tick: %s", report);
        System.out.println(metrics(report, context.getFunctionName()));
        return report;
    }

    /** What a tick prints. */
    static MetricLine metrics(TickReport report, String functionName) {
        MetricLine line = new MetricLine(report.atMillis(), functionName)
                .with(Metric.FAILING_SHARDS, report.failingShards())
                .with(Metric.MISSED_HEARTBEATS, report.missedHeartbeats())
                .with(Metric.QUARANTINED, report.quarantined())
                .with(Metric.PANES_PUBLISHED, report.published());
        long watermark = report.global().event();
        return watermark == Watermarks.UNKNOWN
                ? line
                : line.with(Metric.WATERMARK_LAG, (report.atMillis() - watermark) / 1_000);
    }
}
