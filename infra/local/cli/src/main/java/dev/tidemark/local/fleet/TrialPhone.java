package dev.tidemark.local.fleet;

import java.util.Map;
import java.util.SplittableRandom;

/** A phone of a {@link Trial}: something happens every ten seconds. */
final class TrialPhone extends Phone {

    private static final long EVERY_MILLIS = 10_000;

    private final Trial trial;
    private final boolean exchanges;
    private long offlineUntilMillis;

    TrialPhone(int number, SplittableRandom random, Fleet fleet, Trial trial, boolean exchanges) {
        super("trial", number, random, fleet);
        this.trial = trial;
        this.exchanges = exchanges;
    }

    @Override
    long firstMoveMillis() {
        return random.nextLong(EVERY_MILLIS);
    }

    @Override
    void act(long nowMillis) {
        if (trial.tunnels() && nowMillis >= offlineUntilMillis && random.nextInt(40) == 0) {
            long away = random.nextInt(12) == 0 ? 900_000 + random.nextInt(300_000) : 20_000 + random.nextInt(70_000);
            offlineUntilMillis = nowMillis + away;
        }
        happened("position", nowMillis, "1", Map.of());
    }

    @Override
    long restMillis() {
        return EVERY_MILLIS;
    }

    @Override
    boolean isOnline(long nowMillis) {
        return nowMillis >= offlineUntilMillis;
    }

    @Override
    boolean saysWhenSent() {
        return true;
    }

    @Override
    boolean asksForTime() {
        return exchanges;
    }

    @Override
    long clockErrorMillis(long switchedOnMillis) {
        return trial.ahead().toMillis();
    }

    @Override
    long patienceMillis() {
        return 60_000;
    }

    @Override
    long transitMillis() {
        return random.nextInt(20) < trial.slowInTwenty()
                ? 1_000 + random.nextLong(trial.slowest().toMillis() - 1_000)
                : 40 + random.nextInt(160);
    }
}
