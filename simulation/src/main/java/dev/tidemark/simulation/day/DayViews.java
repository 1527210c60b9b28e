package dev.tidemark.simulation.day;

import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.window.versions.VersionedViews;

/** The views of simulated days: every kind of window once, and a join. */
final class DayViews {

    static final String TEXT = """
        watermark: {outOfOrderness: PT30S, heartbeatEvery: PT1M, idleBound: PT2M, requestLifetime: PT30S}
        deduplicateFor: PT20M
        views:
          - name: all
            key: none
            window: {fixed: PT5M}
            aggregates: [count, sum, min, max, mean]
            allowedLateness: PT10M
            latePaneEvery: PT5M
          - name: clicks
            where: {type: click}
            key: attributes.campaign
            window: {sliding: PT10M, every: PT5M}
            aggregates: [count, sum]
            allowedLateness: PT10M
            latePaneEvery: PT5M
          - name: received
            key: type
            time: received
            window: {fixed: PT5M}
            aggregates: [count]
          - name: sessions
            key: deviceId
            window: {session: PT10M}
            aggregates: [count, sum]
            allowedLateness: PT20M
            latePaneEvery: PT5M
          - name: days
            key: type
            window: {calendar: day, zone: Asia/Seoul}
            aggregates: [count]
            allowedLateness: PT1H
          - name: pairs
            join: {left: view, right: click, on: attributes.on, within: PT5M}
            key: attributes.campaign
            window: {fixed: PT10M}
            aggregates: [count, sum]
            allowedLateness: PT10M
            latePaneEvery: PT5M
          - name: early
            key: attributes.campaign
            window: {fixed: PT10M}
            aggregates: [count, sum]
            allowedLateness: PT10M
            latePaneEvery: PT10M
            earlyEvery: PT2M
            earlyOffset: PT30S
        """;

    private DayViews() {}

    static VersionedViews file() {
        return file(TEXT);
    }

    static VersionedViews file(String text) {
        try {
            return VersionedViews.parse(text, "views.yaml");
        } catch (ViewsException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
