package dev.tidemark.local.chaos;

import dev.tidemark.platform.PlatformFunction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * What is done to the platform at which event of a replay: decided by the seed and the number of events, so that the same
 * seed and recording give the same plan. What it meets when it is done depends on the machine, and
 * the grid must come out the same whatever it meets.
 *
 * @param acts in their order
 */
record ChaosPlan(List<Act> acts) {

    private static final int FEWEST_KILLS = 5;
    private static final int MOST_KILLS = 24;
    private static final long EVENTS_A_KILL = 10_000;
    private static final int MOST_SPLITS = 5;
    private static final long EVENTS_A_SPLIT = 40_000;

    ChaosPlan {
        acts = List.copyOf(acts);
    }

    /**
     * The plan of a seed for a replay of so many events. The functions of a pipeline stand in it by their weight: of the
     * window function's instances most are killed; each split but the last is followed by a merge.
     */
    static ChaosPlan of(long seed, long events) {
        Random random = new Random(seed);
        List<Act> acts = new ArrayList<>();
        long kills = Math.max(FEWEST_KILLS, Math.min(MOST_KILLS, events / EVENTS_A_KILL));
        kills(acts, random, events, PlatformFunction.WINDOW, kills);
        kills(acts, random, events, PlatformFunction.ARCHIVE, 2 + kills / 8);
        kills(acts, random, events, PlatformFunction.INGEST, 1 + kills / 8);
        kills(acts, random, events, PlatformFunction.TICK, 1);
        // Shards of equal parts of the recording, so that each lives for a while.
        int splits = (int) Math.max(2, Math.min(MOST_SPLITS, events / EVENTS_A_SPLIT));
        int changes = 2 * splits - 1;
        for (int i = 0; i < changes; i++) {
            long from = events * (2 * i + 1) / (2L * changes + 2);
            long at = from + (long) (random.nextDouble() * events / (2.0 * changes + 2));
            int choice = random.nextInt(Integer.MAX_VALUE);
            acts.add(i % 2 == 0 ? new Act.Split(at, choice) : new Act.Merge(at, choice));
        }
        acts.sort(Comparator.comparingLong(Act::atEvent));
        return new ChaosPlan(acts);
    }

    private static void kills(List<Act> acts, Random random, long events, PlatformFunction function, long count) {
        for (long i = 0; i < count; i++) {
            long at = (long) (events * (0.05 + 0.9 * (i + random.nextDouble()) / count));
            acts.add(new Act.Kill(at, function.shortName()));
        }
    }

    /** How many of this kind it has. */
    long count(Class<? extends Act> kind) {
        return acts.stream().filter(kind::isInstance).count();
    }
}
