package dev.tidemark.batch.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the results of one approximate aggregate are from the exact ones. Errors and bounds are shares: of the exact number
 * for {@code distinct}, of the events for {@code quantiles}, whose error is one of rank, and for {@code top}.
 *
 * @param aggregate by its result name
 * @param results compared
 * @param beyond of them, whose error is beyond the bound that they state
 * @param largest error
 * @param total of all errors
 * @param bound the largest that a result states
 */
@JsonPropertyOrder({"aggregate", "results", "beyond", "meanError", "largestError", "bound"})
public record ApproximateCounts(
        String aggregate,
        long results,
        long beyond,

        @JsonProperty("largestError") @JsonSerialize(using = ReportJson.Share.class)
        double largest,

        @JsonIgnore double total,
        @JsonSerialize(using = ReportJson.Share.class) double bound) {

    /** The mean error; 0 without a result. */
    @JsonProperty("meanError")
    @JsonSerialize(using = ReportJson.Share.class)
    public double mean() {
        return results == 0 ? 0 : total / results;
    }

    private ApproximateCounts plus(ApproximateCounts other) {
        return new ApproximateCounts(
                aggregate,
                results + other.results,
                beyond + other.beyond,
                Math.max(largest, other.largest),
                total + other.total,
                Math.max(bound, other.bound));
    }

    /** Two lists as one, aggregate by aggregate. */
    static List<ApproximateCounts> merged(List<ApproximateCounts> one, List<ApproximateCounts> other) {
        Map<String, ApproximateCounts> byName = new LinkedHashMap<>();
        one.forEach(counts -> byName.put(counts.aggregate(), counts));
        other.forEach(counts -> byName.merge(counts.aggregate(), counts, ApproximateCounts::plus));
        return new ArrayList<>(byName.values());
    }
}
