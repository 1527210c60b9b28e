package dev.tidemark.batch.decide;

import dev.tidemark.batch.cut.Cut;
import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.RowAppender;
import dev.tidemark.batch.state.KnownShard;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Replays the decisions of the stream on staged rows: clocks, duplicates, watermarks; and finds times that are not what the
 * raw stamps give, and what is repeated. One pass over all shards of a generation; parents go before their children.
 */
final class DecisionReplay {

    private final Database database;
    private final Views views;

    DecisionReplay(Database database, Views views) {
        this.database = database;
        this.views = views;
    }

    /** Makes event times again from the raw stamps of the staged events. */
    void times() {
        database.run(
                "times.misjudged",
                Map.of(
                        "oldest", views.ingest().oldest().toMillis(),
                        "ahead", views.ingest().deadBand().ahead().toMillis(),
                        "behind", views.ingest().deadBand().behind().toMillis()));
    }

    /**
     * Replays; what earlier runs have of the identities is in {@code ids_known}.
     *
     * @param cut whose new records are staged
     * @param checkpoint where earlier runs have left the shards
     */
    void run(Cut cut, List<KnownShard> checkpoint) {
        Map<String, Object> policy = Map.of(
                "deduplicateFor", views.deduplicateFor().toMillis(),
                "outOfOrderness", views.watermark().outOfOrderness().toMillis(),
                "idleBound", views.watermark().idleBound().toMillis(),
                "requestLifetime", views.watermark().requestLifetime().toMillis());
        resume(checkpoint);
        database.run("replay.repeatedPrints");
        Map<String, Integer> indexes = cut.shards().stream().collect(Collectors.toMap(ShardCut::id, ShardCut::index));
        Set<Integer> checkpointed = checkpoint.stream().map(KnownShard::index).collect(Collectors.toSet());
        for (int generation = 0; generation < cut.generations(); generation++) {
            boolean any = false;
            for (ShardCut shard : cut.shards()) {
                if (shard.generation() == generation
                        && !shard.waiting()
                        && (shard.moves() || !checkpointed.contains(shard.index()))) {
                    start(shard, checkpointed, indexes);
                    any = true;
                }
            }
            if (any) {
                database.run("replay.clocks");
                database.run("replay.sightings", policy);
                database.run("replay.latest");
                database.run("replay.moments", policy);
                database.run("replay.ends", policy);
            }
        }
        database.run("replay.unmoved", Map.of("forgotten", forgotten(cut, checkpoint)));
        database.run("replay.truth");
    }

    /**
     * Shards that ended so long ago, by the clock of the log, that whoever descends from them has begun and inherited: no stream keeps
     * records for longer than cells are kept. As a list of an {@code IN}.
     */
    private static String forgotten(Cut cut, List<KnownShard> checkpoint) {
        Set<Integer> ended = cut.shards().stream()
                .filter(shard -> shard.complete() && !shard.moves())
                .map(ShardCut::index)
                .collect(Collectors.toSet());
        List<Long> going = checkpoint.stream()
                .filter(shard -> !ended.contains(shard.index()))
                .map(shard -> shard.clock() == null ? Long.MIN_VALUE : shard.clock())
                .toList();
        long before = going.stream().min(Long::compare).orElse(Long.MIN_VALUE);
        long keptFor = View.CELLS_KEPT_FOR.toMillis();
        return checkpoint.stream()
                .filter(shard -> ended.contains(shard.index()))
                .filter(shard -> shard.clock() == null || before - keptFor >= shard.clock())
                .filter(shard -> before != Long.MIN_VALUE)
                .map(shard -> String.valueOf(shard.index()))
                .reduce("-1", (all, index) -> all + ", " + index);
    }

    private void resume(List<KnownShard> checkpoint) {
        try (RowAppender rows = database.appender("shard_times")) {
            checkpoint.forEach(shard -> rows.add(row -> row.add(shard.index())
                    .addNull()
                    .add(shard.clock())
                    .add(shard.event())
                    .add(shard.received())));
        }
    }

    private void start(ShardCut shard, Set<Integer> checkpointed, Map<String, Integer> indexes) {
        List<Integer> parents = shard.parents().stream()
                .filter(indexes::containsKey)
                .map(indexes::get)
                .toList();
        long rec = shard.record(shard.ordinal());
        if (checkpointed.contains(shard.index())) {
            database.run("replay.start", Map.of("shard", shard.index(), "rec", rec));
        } else if (parents.isEmpty()) {
            database.run("replay.startFresh", Map.of("shard", shard.index(), "rec", rec));
        } else {
            String list = parents.stream().map(String::valueOf).collect(Collectors.joining(", "));
            database.run("replay.startFromParents", Map.of("shard", shard.index(), "rec", rec, "parents", list));
        }
    }
}
