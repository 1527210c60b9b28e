package dev.tidemark.local.fleet;

import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** An app with advertisements: now and then a click, worth some cents; one phone in four spends a while in flight mode. */
final class AdClickPhone extends Phone {

    private static final int CAMPAIGNS = 5;
    private static final int PAGES = 8;

    private long flightFromMillis = Long.MAX_VALUE;
    private long flightUntilMillis = Long.MAX_VALUE;

    AdClickPhone(int number, SplittableRandom random, Fleet fleet) {
        super("app", number, random, fleet);
    }

    @Override
    long firstMoveMillis() {
        return restMillis();
    }

    @Override
    void act(long nowMillis) {
        if (flightFromMillis == Long.MAX_VALUE && number() % 4 == 1) {
            flightFromMillis = nowMillis + 60_000 + random.nextInt(600_000);
            flightUntilMillis = flightFromMillis + 900_000 + random.nextInt(900_000);
        }
        String cents = String.format(Locale.ROOT, "0.%02d", 1 + random.nextInt(99));
        happened(
                "ad_click",
                nowMillis,
                cents,
                Map.of("campaign", "c" + random.nextInt(CAMPAIGNS), "page", "p" + random.nextInt(PAGES)));
    }

    @Override
    long restMillis() {
        return 2_000 + random.nextInt(26_000);
    }

    @Override
    boolean isOnline(long nowMillis) {
        return nowMillis < flightFromMillis || nowMillis >= flightUntilMillis;
    }
}
