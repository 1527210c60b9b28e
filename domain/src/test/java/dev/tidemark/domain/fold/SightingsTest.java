package dev.tidemark.domain.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SightingsTest {

    private static final long CLOCK = 1_795_309_323_456L;

    @Property
    void areUnpackedAsTheyWerePacked(@ForAll("sightings") List<long[]> sightings) {
        Sightings packed = new Sightings();
        sightings.forEach(sighting -> packed.add(sighting[0], sighting[1]));

        Sightings unpacked = Sightings.unpack(packed.pack());

        assertThat(unpacked.size()).isEqualTo(sightings.size());
        SeenEvents seen = new SeenEvents(1);
        unpacked.into(seen);
        Map<Long, Long> latest = new HashMap<>();
        sightings.forEach(sighting -> latest.merge(sighting[0], sighting[1], Math::max));
        assertThat(latest).allSatisfy((print, clock) -> {
            assertThat(seen.seen(print, clock)).isTrue();
            assertThat(seen.seen(print, clock + 1)).isFalse();
        });
    }

    /** One step of a sleepy shard, or of a recording, may lie weeks after the one before it. */
    @Test
    void mayLieAnyTimeApart() {
        Sightings sightings = new Sightings();
        sightings.add(1, 0);
        sightings.add(2, CLOCK);
        sightings.add(3, CLOCK + 100L * 86_400_000);

        SeenEvents seen = new SeenEvents(1);
        Sightings.unpack(sightings.pack()).into(seen);

        assertThat(seen.seen(3, CLOCK + 100L * 86_400_000)).isTrue();
    }

    /** A journal entry must stay below DynamoDB's 400 KB an item: steps hold at most 10,000 events. */
    @Test
    void ofAFullStepFitAnItem() {
        Sightings sightings = new Sightings();
        for (int i = 0; i < 10_000; i++) {
            sightings.add(i * 0x9e3779b97f4a7c15L, CLOCK + i / 10);
        }

        assertThat(sightings.pack()).hasSizeBetween(90_000, 91_000);
    }

    @Test
    void refuseBytesThatAreCutShortOrOfAnotherFormat() {
        Sightings sightings = new Sightings();
        sightings.add(7, CLOCK);
        byte[] packed = sightings.pack();

        for (int length = 2; length < packed.length; length++) {
            byte[] cut = Arrays.copyOf(packed, length);
            assertThatThrownBy(() -> Sightings.unpack(cut))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("sightings cut short: " + length + " bytes");
        }
        assertThatThrownBy(() -> Sightings.unpack(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sightings.unpack(new byte[] {9}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sightings of another format: 9");
        assertThat(Sightings.unpack(new Sightings().pack()).size()).isZero();
    }

    @Provide
    Arbitrary<List<long[]>> sightings() {
        Arbitrary<Long> clocks = Arbitraries.oneOf(
                Arbitraries.longs().between(CLOCK, CLOCK + 500),
                Arbitraries.longs().between(-62_167_219_200_000L, 253_402_300_799_999L));
        return Arbitraries.longs()
                .flatMap(fingerprint -> clocks.map(clock -> new long[] {fingerprint, clock}))
                .list()
                .ofMaxSize(200);
    }
}
