package dev.tidemark.batch;

import dev.tidemark.batch.night.NightResult;
import dev.tidemark.batch.report.LedgerCounts;
import dev.tidemark.batch.report.NightVerdict;
import dev.tidemark.batch.report.Summary;
import dev.tidemark.batch.state.Published;
import dev.tidemark.platform.Metric;
import dev.tidemark.platform.MetricLine;
import java.util.Map;

/** A run as metrics: one line, however it ended. */
final class RunMetrics {

    private RunMetrics() {}

    static MetricLine of(NightResult result, String functionName, long nowMillis) {
        Summary summary = result.summary();
        MetricLine line = new MetricLine(nowMillis, functionName);
        if (summary.verdict() != NightVerdict.NOT_COMPARABLE) {
            line.with(
                    Metric.UNEXPLAINED,
                    summary.unexplained().events() + summary.unexplained().cells());
        }
        LedgerCounts total = summary.total();
        if (total.batch() > 0) {
            line.with(
                    Metric.LATE_SHARE,
                    Math.round(100.0 * Math.max(0, total.batch() - total.streamOnTime()) / total.batch()));
        }
        result.publication().now().map(Published::verifiedThrough).orElse(Map.of()).values().stream()
                .min(Long::compare)
                .ifPresent(least -> line.with(Metric.VERIFIED_LAG, (nowMillis - least) / 1000));
        return line;
    }
}
