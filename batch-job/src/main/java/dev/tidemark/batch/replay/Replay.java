package dev.tidemark.batch.replay;

import dev.tidemark.batch.archive.Cut;
import dev.tidemark.batch.archive.ShardCut;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.domain.view.Views;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Replays the decisions of the stream on staged rows: clocks, duplicates, watermarks; and judges times and uniqueness. One
 * pass over all shards of a generation; parents go before their children.
 */
public final class Replay {

    private final Database database;
    private final Views views;

    public Replay(Database database, Views views) {
        this.database = database;
        this.views = views;
    }

    /** Judges the times of the staged events again. */
    public void judge() {
        database.run(
                "judge.misjudged",
                Map.of(
                        "oldest", views.ingest().oldest().toMillis(),
                        "ahead", views.ingest().deadBand().ahead().toMillis(),
                        "behind", views.ingest().deadBand().behind().toMillis()));
    }

    /**
     * Replays.
     *
     * @param cut whose new records are staged
     * @param ids Parquet files with the identities that earlier runs have read; empty for none
     */
    public void run(Cut cut, List<String> ids) {
        Map<String, Object> policy = Map.of(
                "deduplicateFor", views.deduplicateFor().toMillis(),
                "outOfOrderness", views.watermark().outOfOrderness().toMillis(),
                "idleBound", views.watermark().idleBound().toMillis(),
                "requestLifetime", views.watermark().requestLifetime().toMillis());
        if (!ids.isEmpty()) {
            String files = database.fragment("dialect.readParquet", Map.of("files", String.join(", ", ids)));
            database.run("replay.known", Map.of("ids", files));
        }
        database.run("replay.repeatedPrints");
        database.run("replay.truth");
        Map<String, Integer> indexes = cut.shards().stream().collect(Collectors.toMap(ShardCut::id, ShardCut::index));
        Set<Integer> checkpointed =
                new HashSet<>(database.rows("state.checkpointedShards", Map.of(), row -> row.getInt(1)));
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
        database.run("replay.unmoved");
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
