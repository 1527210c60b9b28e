package dev.tidemark.batch.write;

import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.batch.decide.Decided;
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
    private final Decided decided;
    private final long nowMillis;

    ManifestOfDay(Views views, Decided decided, long nowMillis) {
        this.views = views;
        this.decided = decided;
        this.nowMillis = nowMillis;
    }

    /** The document of a day, but for its files. */
    Manifest of(Summary day) {
        return new Manifest(
                Manifest.SCHEMA,
                day.title(),
                day.run().id(),
                day.run().engine(),
                IsoInstant.format(nowMillis),
                views.version(),
                views.views().stream()
                        .map(view -> new Manifest.ManifestView(view.name(), view.id()))
                        .toList(),
                decided.cut().shards().stream().map(ManifestOfDay::shard).toList(),
                new Manifest.ManifestWatermarks(
                        instant(decided.limits().panes(TimeDomain.EVENT)),
                        instant(decided.limits().panes(TimeDomain.RECEIVED))),
                new Manifest.ManifestWatermarks(
                        instant(decided.cut().published(TimeDomain.EVENT)),
                        instant(decided.cut().published(TimeDomain.RECEIVED))),
                new Manifest.Archive(
                        decided.staged().objects().size(), decided.staged().unjournalled()),
                List.of());
    }

    private static Manifest.ManifestShard shard(ShardCut shard) {
        return new Manifest.ManifestShard(
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
