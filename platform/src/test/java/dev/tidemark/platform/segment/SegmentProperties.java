package dev.tidemark.platform.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What was sealed comes out, in whatever way it is read; what was not does not. */
class SegmentProperties {

    @Provide
    Arbitrary<List<SegmentEntry>> entries() {
        // Few fingerprints, so that many are equal, and all of the 64 bits, with and without the sign.
        Arbitrary<Long> fingerprints = Arbitraries.oneOf(
                Arbitraries.longs(),
                Arbitraries.longs().between(-3, 3),
                Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE));
        Arbitrary<Long> clocks = Arbitraries.longs().between(-62_167_219_200_000L, 253_402_300_799_999L);
        Arbitrary<SegmentSource> sources = Arbitraries.of(Segments.ONE, Segments.TWO);
        return Combinators.combine(
                        fingerprints, clocks, sources, Arbitraries.integers().greaterOrEqual(0))
                .as(SegmentEntry::new)
                .list()
                .ofMaxSize(300)
                .map(Segments::sorted);
    }

    @Property(tries = 300)
    void aScanGivesWhatWasWrittenAndTheTotalsAreItsOwn(@ForAll("entries") List<SegmentEntry> entries)
            throws IOException {
        Segments.Written written = Segments.write(entries);

        assertThat(Segments.read(written.bytes())).isEqualTo(entries);
        SealedSegment sealed = written.sealed();
        assertThat(sealed.entries()).isEqualTo(entries.size());
        assertThat(sealed.bytes()).isEqualTo(written.bytes().length);
        assertThat(sealed.firstClockMillis())
                .isEqualTo(entries.stream()
                        .mapToLong(SegmentEntry::clockMillis)
                        .min()
                        .orElse(0));
        assertThat(sealed.lastClockMillis())
                .isEqualTo(entries.stream()
                        .mapToLong(SegmentEntry::clockMillis)
                        .max()
                        .orElse(0));
    }

    @Property(tries = 300)
    void aLookupFindsEverySightingOfAFingerprintAndNoOther(
            @ForAll("entries") List<SegmentEntry> entries, @ForAll long other) throws IOException {
        Segments.Written written = Segments.write(entries);
        CountedBytes bytes = new CountedBytes(written.bytes());
        SegmentLookup lookup = SegmentLookup.open(bytes, written.sealed().tailBytes());

        for (SegmentEntry entry : entries) {
            assertThat(lookup.find(entry.fingerprint()))
                    .isEqualTo(entries.stream()
                            .filter(each -> each.fingerprint() == entry.fingerprint())
                            .toList());
        }
        assertThat(lookup.find(other))
                .isEqualTo(entries.stream()
                        .filter(each -> each.fingerprint() == other)
                        .toList());
        assertThat(bytes.reads).isLessThanOrEqualTo(1 + entries.size() + 1);
    }

    /** One byte is another: nobody is told anything that was not written. */
    @Property(tries = 2_000)
    void aChangedByteIsNoticed(
            @ForAll("entries") List<SegmentEntry> entries,
            @ForAll @IntRange(max = 1_000_000) int place,
            @ForAll @IntRange(min = 1, max = 255) int change) {
        Segments.Written written = Segments.write(entries);
        byte[] changed = written.bytes().clone();
        changed[place % changed.length] ^= (byte) change;

        assertThatThrownBy(() -> Segments.read(changed)).isInstanceOf(UnreadableSegmentException.class);
        try {
            SegmentLookup lookup = SegmentLookup.open(
                    new CountedBytes(changed), written.sealed().tailBytes());
            for (SegmentEntry entry : entries) {
                assertThat(lookup.find(entry.fingerprint())).contains(entry);
            }
        } catch (IOException e) {
            assertThat(e).isInstanceOf(UnreadableSegmentException.class);
        }
    }

    @Property(tries = 500)
    void aFileThatIsCutOffIsNoticed(
            @ForAll("entries") List<SegmentEntry> entries, @ForAll @IntRange(max = 1_000_000) int length) {
        byte[] bytes = Segments.write(entries).bytes();
        byte[] part = Arrays.copyOf(bytes, length % bytes.length);

        assertThatThrownBy(() -> Segments.read(part)).isInstanceOf(UnreadableSegmentException.class);
        assertThatThrownBy(() -> SegmentLookup.open(new CountedBytes(part), bytes.length))
                .isInstanceOf(UnreadableSegmentException.class);
    }
}
