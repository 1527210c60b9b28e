package dev.tidemark.batch.night;

import dev.tidemark.batch.archive.ShardCut;
import dev.tidemark.batch.report.Manifest;
import dev.tidemark.batch.report.Summary;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.Views;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what a day's numbers were made from. */
final class ManifestOfDay {

    private final Views views;
    private final Findings findings;
    private final String run;
    private final long nowMillis;

    ManifestOfDay(Views views, Findings findings, String run, long nowMillis) {
        this.views = views;
        this.findings = findings;
        this.run = run;
        this.nowMillis = nowMillis;
    }

    /** The document of a day, but for its files. */
    Manifest of(Summary day) {
        return new Manifest(
                Manifest.SCHEMA,
                day.title(),
                run,
                findings.engine(),
                IsoInstant.format(nowMillis),
                views.version(),
                views.views().stream()
                        .map(view -> new Manifest.View(view.name(), view.id()))
                        .toList(),
                findings.cut().shards().stream().map(ManifestOfDay::shard).toList(),
                new Manifest.Watermarks(
                        instant(findings.limits().panes(TimeDomain.EVENT)),
                        instant(findings.limits().panes(TimeDomain.RECEIVED))),
                new Manifest.Watermarks(
                        instant(findings.cut().published(TimeDomain.EVENT)),
                        instant(findings.cut().published(TimeDomain.RECEIVED))),
                new Manifest.Archive(
                        findings.staged().objects().size(), findings.staged().unjournalled()),
                List.of());
    }

    private static Manifest.Shard shard(ShardCut shard) {
        return new Manifest.Shard(
                shard.id(),
                shard.parents(),
                shard.from(),
                shard.cut(),
                shard.head(),
                shard.archived(),
                shard.complete());
    }

    private static @Nullable String instant(@Nullable Long millis) {
        return millis == null ? null : IsoInstant.format(millis);
    }
}
