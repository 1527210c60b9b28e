package dev.tidemark.batch.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The report as one HTML file that needs nothing else: the template, and the data in it. */
final class Page {

    private static final String PLACE = "/*DATA*/null";

    private Page() {}

    /** The page of one day. */
    static String ofDay(Summary summary, PageRows rows) {
        Map<String, Object> data = data(summary);
        data.put("rows", rows.rows());
        data.put("complete", rows.complete());
        return page(data);
    }

    /** The page over all days of a run. */
    static String ofRun(Summary summary, List<Summary> days) {
        Map<String, Object> data = data(summary);
        data.put(
                "days",
                days.stream()
                        .map(day -> Json.object(
                                "day", day.title(),
                                "verdict", day.verdict().wireName(),
                                "events", day.events().unique(),
                                "late",
                                        day.views().stream()
                                                .mapToLong(view -> view.batch() - view.onTime())
                                                .sum(),
                                "lateBeyond",
                                        day.views().stream()
                                                .mapToLong(ViewCounts::lateBeyond)
                                                .sum(),
                                "open",
                                        day.views().stream()
                                                .mapToLong(ViewCounts::open)
                                                .sum(),
                                "unexplained", day.unexplainedEvents()))
                        .toList());
        return page(data);
    }

    private static Map<String, Object> data(Summary summary) {
        EventCounts events = summary.events();
        return Json.object(
                "title",
                summary.title(),
                "verdict",
                summary.verdict().wireName(),
                "sentence",
                summary.sentence(),
                "events",
                Json.object(
                        "archived", events.archived(),
                        "unique", events.unique(),
                        "withinHorizon", events.withinHorizon(),
                        "beyondHorizon", events.beyondHorizon(),
                        "quarantined", events.quarantined(),
                        "skipped", events.skipped()),
                "views",
                summary.views().stream().map(Page::view).toList(),
                "faults",
                SummaryJson.faults(summary.faults()),
                "faultCount",
                summary.faultCount(),
                "notes",
                summary.notes(),
                "run",
                Json.object(
                        "id", summary.run().id(),
                        "engine", summary.run().engine(),
                        "seconds", summary.run().seconds(),
                        "rowsPerSecond", summary.run().rowsPerSecond()));
    }

    private static Map<String, Object> view(ViewCounts view) {
        return Json.object(
                "name",
                view.name(),
                "windows",
                view.windows(),
                "cells",
                view.cells(),
                "notCovered",
                view.notCovered(),
                "onTime",
                view.onTime(),
                "streamFinal",
                view.streamFinal(),
                "batch",
                view.batch(),
                "lateBeyond",
                view.lateBeyond(),
                "duplicate",
                view.duplicate(),
                "quarantined",
                view.quarantined(),
                "skipped",
                view.skipped(),
                "open",
                view.open(),
                "unexplained",
                view.unexplained(),
                "differingOnTime",
                view.differingOnTime(),
                "differingFinal",
                view.differingFinal(),
                "approximates",
                SummaryJson.approximates(view));
    }

    private static String page(Map<String, Object> data) {
        try (InputStream in = Page.class.getResourceAsStream("/report/page.html")) {
            if (in == null) {
                throw new IllegalStateException("the page's template is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(PLACE, Json.compact(data));
        } catch (IOException e) {
            throw new UncheckedIOException("report/page.html", e);
        }
    }
}
