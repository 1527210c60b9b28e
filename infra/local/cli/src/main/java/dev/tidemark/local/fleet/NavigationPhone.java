package dev.tidemark.local.fleet;

import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A navigation app on the road: its position every ten seconds, kept in the outbox while it drives through a tunnel. Most
 * tunnels are short; some phones stand in a garage for a quarter of an hour.
 */
final class NavigationPhone extends Phone {

    private static final long EVERY_MILLIS = 10_000;

    private static final String[] ROUTES = {"ring-road", "north-tunnel", "old-town", "harbour"};

    private final String route;
    private double metresASecond = 14;
    private long offlineUntilMillis;

    NavigationPhone(int number, SplittableRandom random, Fleet fleet) {
        super("nav", number, random, fleet);
        this.route = ROUTES[random.nextInt(ROUTES.length)];
    }

    @Override
    long firstMoveMillis() {
        return random.nextLong(EVERY_MILLIS);
    }

    @Override
    void act(long nowMillis) {
        if (nowMillis >= offlineUntilMillis && random.nextInt(40) == 0) {
            offlineUntilMillis = nowMillis + awayMillis();
        }
        metresASecond = Math.min(36, Math.max(0, metresASecond + random.nextDouble(-3, 3)));
        happened("position", nowMillis, String.format(Locale.ROOT, "%.2f", metresASecond), Map.of("route", route));
    }

    private long awayMillis() {
        return number() % 9 == 1 && random.nextInt(3) == 0
                ? 900_000 + random.nextInt(300_000)
                : 20_000 + random.nextInt(70_000);
    }

    @Override
    long restMillis() {
        return EVERY_MILLIS;
    }

    @Override
    boolean isOnline(long nowMillis) {
        return nowMillis >= offlineUntilMillis;
    }
}
