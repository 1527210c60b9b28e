package dev.tidemark.platform.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentTest {

    private static final long MARCH = 1_772_323_200_000L;

    /** A day's worth in small: distinct fingerprints at random, clocks over a day, 288 objects. */
    private static List<SegmentEntry> day(int count) {
        SplittableRandom random = new SplittableRandom(1);
        List<SegmentSource> objects = new ArrayList<>();
        for (int i = 0; i < 288; i++) {
            String first = "4964" + "0".repeat(46) + (100_000 + i);
            objects.add(new SegmentSource(
                    "shardId-000000000000",
                    first,
                    first + "9",
                    "archive/arrival=2026-03-01T" + i / 12 + "/shard=shardId-000000000000/" + first + "-" + first
                            + "9.ndjson.gz"));
        }
        List<SegmentEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int object = random.nextInt(objects.size());
            entries.add(new SegmentEntry(
                    random.nextLong(),
                    MARCH + object * 300_000L + random.nextLong(300_000),
                    objects.get(object),
                    random.nextInt(Math.max(1, count / 288 / 10))));
        }
        return Segments.sorted(entries);
    }

    @Test
    void oneEventIsFoundWithTwoReads() throws IOException {
        List<SegmentEntry> entries = day(100_000);
        Segments.Written written = Segments.write(entries);
        SegmentEntry sought = entries.get(77_777);
        CountedBytes bytes = new CountedBytes(written.bytes());

        assertThat(SegmentLookup.open(bytes, written.sealed().tailBytes()).find(sought.fingerprint()))
                .containsExactly(sought);
        assertThat(bytes.reads).isEqualTo(2);

        // Whoever does not know how long the footer is reads once more.
        CountedBytes unknown = new CountedBytes(written.bytes());
        assertThat(SegmentLookup.open(unknown, 100).find(sought.fingerprint())).containsExactly(sought);
        assertThat(unknown.reads).isEqualTo(3);
    }

    @Test
    void anEntryTakesSomeFourteenBytes() {
        Segments.Written written = Segments.write(day(100_000));

        assertThat((double) written.sealed().bytes() / written.sealed().entries())
                .isBetween(12.0, 15.0);
    }

    @Test
    void aSegmentWithoutEntriesIsOne() throws IOException {
        Segments.Written written = Segments.write(List.of());

        assertThat(Segments.read(written.bytes())).isEmpty();
        assertThat(SegmentLookup.open(new CountedBytes(written.bytes()), 1_000).find(0))
                .isEmpty();
    }

    @Test
    void equalFingerprintsAreFoundTogetherHoweverManyThereAre() throws IOException {
        List<SegmentEntry> entries = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            entries.add(new SegmentEntry(i / 9_000 + 5, MARCH + i, Segments.ONE, i));
        }
        Segments.Written written = Segments.write(entries);
        CountedBytes bytes = new CountedBytes(written.bytes());

        SegmentLookup lookup = SegmentLookup.open(bytes, written.sealed().tailBytes());

        assertThat(lookup.find(5)).hasSize(9_000);
        assertThat(lookup.find(6)).hasSize(1_000);
        assertThat(lookup.find(7)).isEmpty();
        assertThat(bytes.reads).isEqualTo(4);
    }

    /** Whoever changes a byte of this raises the version. */
    @Test
    void theFormatIsTheSameFromReleaseToRelease() {
        byte[] bytes = Segments.write(List.of(
                        new SegmentEntry(1, MARCH, Segments.ONE, 0),
                        new SegmentEntry(1, MARCH + 1, Segments.TWO, 3),
                        new SegmentEntry(-1, MARCH + 300, Segments.ONE, 200)))
                .bytes();
        int blocks = 8 + 28 + 4 + 4 + 15;

        assertThat(HexFormat.of().formatHex(bytes, 0, 16)).isEqualTo("544d534700000001" + "00000017" + "00000003");
        assertThat(HexFormat.of().formatHex(bytes, 20, 36)).isEqualTo("0000000000000001" + "0000019ca6b1dc00");
        // One 1 later at 0 in source 0 line 0; none later at +1 in source 1 line 3; 2^64 − 2 later at +300 in source 0
        // line 200.
        assertThat(HexFormat.of().formatHex(bytes, 36, blocks))
                .isEqualTo("00000000" + "00010103" + "feffffffffffffffff01" + "ac02" + "00" + "c801");
        assertThat(HexFormat.of().formatHex(bytes, blocks, blocks + 4)).isEqualTo("ffffffff");
        assertThat(HexFormat.of().formatHex(bytes, bytes.length - 8, bytes.length))
                .isEqualTo("00000001544d5347");
    }

    @ParameterizedTest(name = "version {0} ⇒ {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | the segment is of format 0, and this release reads format 1",
                "2 | the segment is of format 2, and this release reads format 1"
            })
    void anotherVersionIsRefusedWithASentence(int version, String sentence) {
        Segments.Written written = Segments.write(day(10));
        byte[] bytes = written.bytes();
        ByteBuffer.wrap(bytes).putInt(4, version).putInt(bytes.length - 8, version);

        assertThatThrownBy(() -> Segments.read(bytes)).hasMessage(sentence);
        assertThatThrownBy(() -> SegmentLookup.open(
                        new CountedBytes(bytes), written.sealed().tailBytes()))
                .hasMessage(sentence);
    }

    @Test
    void whatIsNoSegmentIsRefusedWithASentence() {
        byte[] text = "some text that is long enough for a header".getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Segments.read(text)).hasMessage("this is no segment, or not a whole one");
        assertThatThrownBy(() -> Segments.read(Arrays.copyOf(text, 3))).hasMessage("the segment is cut off");
    }

    @Test
    void anotherOrderAndAPlaceThatIsNoneAreRefused() throws IOException {
        SegmentWriter writer = new SegmentWriter(new ByteArrayOutputStream());
        int source = writer.source(Segments.ONE);
        writer.add(-5, MARCH, source, 0);

        assertThatThrownBy(() -> writer.add(5, MARCH, source, 0))
                .hasMessage("fingerprints ascend: 5 comes after 18446744073709551611");
        assertThatThrownBy(() -> writer.add(-4, MARCH, 1, 0)).hasMessage("no such place: source 1 of 1, line 0");
        assertThatThrownBy(() -> writer.add(-4, MARCH, source, -1)).hasMessage("no such place: source 0 of 1, line -1");
    }
}
