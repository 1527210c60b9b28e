package dev.tidemark.batch.report;

import dev.tidemark.batch.fault.Fault;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.platform.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A summary as {@code summary.json}; the schema is {@code report/summary.schema.json}. */
public final class SummaryJson {

    private SummaryJson() {}

    /** The document. */
    public static Map<String, Object> of(Summary summary, ExitCode exitCode) {
        EventCounts events = summary.events();
        return Json.object(
                "verdict",
                summary.verdict().wireName(),
                "exitCode",
                exitCode.code(),
                "sentence",
                summary.sentence(),
                "events",
                Json.object(
                        "archived", events.archived(),
                        "valid", events.valid(),
                        "unique", events.unique(),
                        "duplicates",
                                Json.object(
                                        "withinHorizon", events.withinHorizon(),
                                        "beyondHorizon", events.beyondHorizon()),
                        "quarantined", events.quarantined(),
                        "skipped", events.skipped(),
                        "collisions", events.collisions()),
                "unexplained",
                Json.object("events", summary.unexplainedEvents(), "cells", summary.unexplainedCells()),
                "views",
                summary.views().stream().map(SummaryJson::view).toList(),
                "watermark",
                Json.object("lagMax", Duration.ofMillis(events.lagMaxMillis()).toString()),
                "faultCount",
                summary.faultCount(),
                "faults",
                faults(summary.faults()),
                "notes",
                summary.notes(),
                "run",
                Json.object(
                        "id", summary.run().id(),
                        "engine", summary.run().engine(),
                        "seconds", Math.round(summary.run().seconds() * 1000) / 1000.0,
                        "rowsPerSecond", summary.run().rowsPerSecond()));
    }

    private static Map<String, Object> view(ViewCounts view) {
        return Json.object(
                "name",
                view.name(),
                "id",
                view.id(),
                "windows",
                view.windows(),
                "cells",
                view.cells(),
                "notCovered",
                view.notCovered(),
                "count",
                Json.object(
                        "streamOnTime", view.onTime(),
                        "streamFinal", view.streamFinal(),
                        "batch", view.batch(),
                        "lateBeyond", view.lateBeyond(),
                        "duplicate", view.duplicate(),
                        "quarantined", view.quarantined(),
                        "skipped", view.skipped(),
                        "open", view.open(),
                        "unexplained", view.unexplained()),
                "cellsDiffering",
                Json.object("onTime", view.differingOnTime(), "final", view.differingFinal()),
                "approximates",
                approximates(view));
    }

    /** The approximate aggregates of a view, or null where it has none. */
    static @Nullable List<Map<String, Object>> approximates(ViewCounts view) {
        return view.approximates().isEmpty()
                ? null
                : view.approximates().stream()
                        .map(counts -> Json.object(
                                "aggregate", counts.aggregate(),
                                "results", counts.results(),
                                "beyond", counts.beyond(),
                                "meanError", share(counts.mean()),
                                "largestError", share(counts.largest()),
                                "bound", share(counts.bound())))
                        .toList();
    }

    private static double share(double share) {
        return Math.round(share * 1e6) / 1e6;
    }

    static List<Map<String, Object>> faults(List<Fault> faults) {
        return faults.stream()
                .map(fault -> Json.object(
                        "kind", fault.kind().wireName(),
                        "side", fault.side().wireName(),
                        "view", fault.view(),
                        "windowStart", instant(fault.windowStart()),
                        "windowEnd", instant(fault.windowEnd()),
                        "key", fault.key(),
                        "shard", fault.shard(),
                        "object", fault.object(),
                        "detail", fault.detail()))
                .toList();
    }

    private static @Nullable String instant(@Nullable Long millis) {
        return millis == null ? null : IsoInstant.format(millis);
    }
}
