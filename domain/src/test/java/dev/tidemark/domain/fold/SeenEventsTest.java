package dev.tidemark.domain.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeenEventsTest {

    @ParameterizedTest(name = "seen at 1000, asked at {0}, horizon 100: {1}")
    @CsvSource({"1000, true", "1001, true", "1099, true", "1100, false", "1101, false", "999, true"})
    void anEventIsKnownForLessThanTheHorizon(long clock, boolean known) {
        SeenEvents seen = new SeenEvents(100);
        seen.see(7, 1_000);

        assertThat(seen.seen(7, clock)).isEqualTo(known);
        assertThat(seen.seen(8, clock)).isFalse();
    }

    @Test
    void beingSeenAgainRefreshesAndNeverAges() {
        SeenEvents seen = new SeenEvents(100);
        seen.see(7, 1_000);
        seen.see(7, 1_090);
        seen.see(7, 1_010);

        assertThat(seen.seen(7, 1_189)).isTrue();
        assertThat(seen.seen(7, 1_190)).isFalse();
        assertThat(seen.size()).isEqualTo(1);
    }

    @Test
    void everyFingerprintAndEveryClockCanBeHeld() {
        SeenEvents seen = new SeenEvents(100);
        for (long fingerprint : new long[] {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThat(seen.seen(fingerprint, 0)).isFalse();
            seen.see(fingerprint, 0);
            assertThat(seen.seen(fingerprint, 0)).isTrue();
        }
        seen.see(5, -62_167_219_200_000L);
        assertThat(seen.seen(5, -62_167_219_200_000L)).isTrue();
    }

    /** Sixteen fingerprints that all fall into one slot of the table, whatever its size. */
    @Test
    void collidingFingerprintsAreToldApart() {
        SeenEvents seen = new SeenEvents(100);
        for (long i = 0; i < 16; i++) {
            seen.see(i << 32 | i, i);
        }
        for (long i = 0; i < 16; i++) {
            assertThat(seen.seen(i << 32 | i, i)).isTrue();
            assertThat(seen.seen(i << 32 | i, i + 100)).isFalse();
        }
    }

    @Test
    void memoryIsBoundedByTheHorizonAndNotByTheEvents() {
        SeenEvents seen = new SeenEvents(1_000);
        for (long i = 0; i < 2_000_000; i++) {
            seen.see(scattered(i), i);
        }

        assertThat(seen.size()).isLessThan(4_000);
        assertThat(seen.seen(scattered(1_999_001), 2_000_000)).isTrue();
        assertThat(seen.seen(scattered(1_999_000), 2_000_000)).isFalse();
    }

    /** Up to 6,000 sightings of 3,000 fingerprints, so that the table grows, and forgets, and meets old ones again. */
    @Property(tries = 150)
    void agreesWithAMapThatForgetsNothing(
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 3_000) int horizon,
            @ForAll @IntRange(max = 6_000) int sightings) {
        SeenEvents seen = new SeenEvents(horizon);
        Map<Long, Long> times = new HashMap<>();
        long clock = 0;
        for (int i = 0; i < sightings; i++) {
            clock += random.nextInt(4);
            long fingerprint = scattered(random.nextInt(3_000));
            Long at = times.get(fingerprint);
            assertThat(seen.seen(fingerprint, clock)).isEqualTo(at != null && clock - at < horizon);
            seen.see(fingerprint, clock);
            times.put(fingerprint, clock);
        }
    }

    private static long scattered(long i) {
        long mixed = i * 0x9e3779b97f4a7c15L;
        return mixed ^ mixed >>> 29;
    }
}
