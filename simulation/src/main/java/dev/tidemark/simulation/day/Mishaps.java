package dev.tidemark.simulation.day;

import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.simulation.account.SimulatedStage;
import dev.tidemark.simulation.kinesis.StreamShard;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What befalls a stage beside the unrest of single calls: outages, kills, replaced instances, shards that split and merge. */
final class Mishaps {

    private static final List<String> SERVICES = List.of("dynamodb", "kinesis", "s3");
    private static final List<PlatformFunction> VICTIMS =
            List.of(PlatformFunction.WINDOW, PlatformFunction.ARCHIVE, PlatformFunction.TICK);
    private static final int MOST_SHARDS = 6;

    private final SimulatedStage stage;
    private final SplittableRandom random;
    private final TreeMap<String, Integer> happened = new TreeMap<>();

    Mishaps(SimulatedStage stage, SplittableRandom random) {
        this.stage = stage;
        this.random = random;
    }

    /** How often what happened. */
    TreeMap<String, Integer> happened() {
        return happened;
    }

    /** Perhaps something happens within this minute. */
    void minute() {
        if (random.nextInt(12) == 0) {
            happen(random.nextInt(10));
        }
    }

    private void happen(int kind) {
        switch (kind) {
            case 0, 1, 2 ->
                later("killed", () -> stage.function(VICTIMS.get(random.nextInt(VICTIMS.size())))
                        .killOne());
            case 3 ->
                later("replaced", () -> stage.function(VICTIMS.get(random.nextInt(VICTIMS.size())))
                        .replaceIdle());
            case 4, 5 -> outage();
            case 6, 7 -> later("split", this::split);
            default -> later("merged", this::merge);
        }
    }

    private void later(String what, Runnable mishap) {
        happened.merge(what, 1, Integer::sum);
        stage.timeline().after(random.nextLong(60_000_000L), mishap);
    }

    private void outage() {
        String service = SERVICES.get(random.nextInt(SERVICES.size()));
        later("outage of " + service, () -> {
            stage.takeDown(service);
            stage.timeline().after(random.nextLong(10_000_000L, 600_000_000L), () -> stage.bringBack(service));
        });
    }

    private void split() {
        List<StreamShard> open = stage.stream().openShards();
        if (open.size() < MOST_SHARDS) {
            stage.stream().splitInHalf(open.get(random.nextInt(open.size())).id());
        }
    }

    private void merge() {
        List<StreamShard> open = stage.stream().openShards().stream()
                .sorted(java.util.Comparator.comparing(shard -> shard.hashKeys().first()))
                .toList();
        if (open.size() > 1) {
            int first = random.nextInt(open.size() - 1);
            stage.stream().merge(open.get(first).id(), open.get(first + 1).id());
        }
    }

    /** Everything that is down comes back. */
    void over() {
        SERVICES.forEach(stage::bringBack);
    }
}
