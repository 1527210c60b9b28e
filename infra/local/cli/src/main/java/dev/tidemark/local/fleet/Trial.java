package dev.tidemark.local.fleet;

import java.time.Duration;
import java.util.List;

/**
 * A kind of phone whose event times are measured.
 *
 * @param name as the table prints it
 * @param ahead how far the clock is ahead of true time; negative for a clock that is behind
 * @param slowInTwenty how many requests of twenty take {@code slowest} at most instead of a tenth of a second
 * @param slowest transit of a slow request, at least a second
 * @param tunnels whether the network is gone now and then for 20 to 90 seconds, and seldom for a quarter of an hour
 */
record Trial(String name, Duration ahead, int slowInTwenty, Duration slowest, boolean tunnels) {

    private static final Duration NO = Duration.ZERO;
    private static final Duration SOME = Duration.ofSeconds(15);
    private static final Duration LONG = Duration.ofSeconds(50);

    /** What is measured: each clock with the network of a good day, and what a network does to a good clock. */
    static List<Trial> all() {
        return List.of(
                new Trial("right clock", NO, 1, SOME, false),
                new Trial("right clock, long transits", NO, 6, LONG, false),
                new Trial("right clock, tunnels", NO, 1, SOME, true),
                new Trial("0.3 s ahead", Duration.ofMillis(300), 1, SOME, false),
                new Trial("3 s ahead", Duration.ofSeconds(3), 1, SOME, false),
                new Trial("3 s ahead, long transits", Duration.ofSeconds(3), 6, LONG, false),
                new Trial("3 h ahead, tunnels", Duration.ofHours(3), 1, SOME, true),
                new Trial("3 s behind", Duration.ofSeconds(-3), 1, SOME, false),
                new Trial("20 s behind", Duration.ofSeconds(-20), 1, SOME, false),
                new Trial("45 s behind", Duration.ofSeconds(-45), 1, SOME, false),
                new Trial("40 min behind, tunnels", Duration.ofMinutes(-40), 1, SOME, true));
    }

    @Override
    public String toString() {
        return name;
    }
}
