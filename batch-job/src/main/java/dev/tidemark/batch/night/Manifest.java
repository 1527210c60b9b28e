package dev.tidemark.batch.night;

import dev.tidemark.batch.archive.ShardCut;
import dev.tidemark.batch.report.Json;
import dev.tidemark.batch.report.Summary;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.Views;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a day's numbers were made from; the schema is {@code report/manifest.schema.json}. */
final class Manifest {

    private static final int SCHEMA = 1;

    private final Views views;
    private final Findings findings;
    private final String run;
    private final long nowMillis;

    Manifest(Views views, Findings findings, String run, long nowMillis) {
        this.views = views;
        this.findings = findings;
        this.run = run;
        this.nowMillis = nowMillis;
    }

    /** The document of a day, but for its files. */
    Map<String, Object> of(Summary day) {
        return Json.object(
                "schema",
                SCHEMA,
                "day",
                day.title(),
                "run",
                run,
                "engine",
                findings.engine(),
                "writtenAt",
                IsoInstant.format(nowMillis),
                "viewsVersion",
                views.version(),
                "views",
                views.views().stream()
                        .map(view -> Json.object("name", view.name(), "id", view.id()))
                        .toList(),
                "cut",
                findings.cut().shards().stream().map(Manifest::shard).toList(),
                "comparedUpTo",
                Json.object(
                        "event", instant(findings.limits().panes(TimeDomain.EVENT)),
                        "received", instant(findings.limits().panes(TimeDomain.RECEIVED))),
                "published",
                Json.object(
                        "event", instant(findings.cut().published(TimeDomain.EVENT)),
                        "received", instant(findings.cut().published(TimeDomain.RECEIVED))),
                "archive",
                Json.object(
                        "objectsRead",
                        (long) findings.staged().objects().size(),
                        "notJournalled",
                        List.copyOf(findings.staged().unjournalled())));
    }

    private static Map<String, Object> shard(ShardCut shard) {
        return Json.object(
                "shard", shard.id(),
                "parents", shard.parents(),
                "after", shard.from(),
                "upTo", shard.cut(),
                "windowHead", shard.head(),
                "archiveHead", shard.archived(),
                "complete", shard.complete());
    }

    private static @Nullable String instant(@Nullable Long millis) {
        return millis == null ? null : IsoInstant.format(millis);
    }
}
