package dev.tidemark.batch;

import dev.tidemark.batch.night.Result;
import dev.tidemark.batch.report.NightVerdict;
import dev.tidemark.batch.report.Summary;
import dev.tidemark.batch.report.ViewCounts;
import dev.tidemark.platform.Metric;
import dev.tidemark.platform.MetricLine;

/** A run as metrics. */
final class RunMetrics {

    private RunMetrics() {}

    static MetricLine of(Result result, String functionName, long nowMillis) {
        Summary summary = result.summary();
        MetricLine line = new MetricLine(nowMillis, functionName);
        if (summary.verdict() != NightVerdict.NOT_COMPARABLE) {
            line.with(Metric.UNEXPLAINED, summary.unexplainedEvents() + summary.unexplainedCells());
        }
        long batch = summary.views().stream().mapToLong(ViewCounts::batch).sum();
        long onTime = summary.views().stream().mapToLong(ViewCounts::onTime).sum();
        if (batch > 0) {
            line.with(Metric.LATE_SHARE, Math.round(100.0 * Math.max(0, batch - onTime) / batch));
        }
        result.verifiedThrough().values().stream()
                .min(Long::compare)
                .ifPresent(least -> line.with(Metric.VERIFIED_LAG, (nowMillis - least) / 1000));
        return line;
    }
}
