package dev.tidemark.platform.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Accumulator;
import dev.tidemark.domain.aggregate.EventSpan;
import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.aggregate.Sketches;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.view.TimeDomain;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** What holds for every item: it is read as it was written, and keys sort as ranges need them. */
class ItemProperties {

    private static final long LATEST = 4_000_000_000_000L;

    @Property
    void cellsAreReadAsTheyAreWritten(
            @ForAll @LongRange(max = LATEST) long slice,
            @ForAll @LongRange(max = LATEST) long mark,
            @ForAll boolean early,
            @ForAll String key,
            @ForAll List<@LongRange(min = -999_999_999_999_999_999L, max = 999_999_999_999_999_999L) Long> values,
            @ForAll @IntRange(max = 3) int withoutValue,
            @ForAll boolean spans) {
        Measures measures = measures(values, withoutValue);
        if (spans) {
            measures = measures.with(new EventSpan(slice, slice + mark));
        }
        CellItem cell = new CellItem(
                "v@3fa9c1d2",
                slice,
                "shardId-000000000000",
                early ? new MarkKey(mark, slice, key) : new MarkKey(mark, key),
                Sequence.pad("1"),
                MeasureValues.of(measures),
                Sketches.NONE);
        assertThat(CellItem.CODEC.read(cell.attributes())).isEqualTo(cell);
        assertThat(cell.measures()).isEqualTo(measures);
    }

    @Property
    void panesAndCorrectionsAreReadAsTheyAreWritten(
            @ForAll @LongRange(max = LATEST) long start,
            @ForAll @LongRange(min = 1, max = LATEST) long size,
            @ForAll @IntRange(max = 255) int bucket,
            @ForAll String key,
            @ForAll boolean early,
            @ForAll @IntRange(max = 9) int index) {
        Interval window = new Interval(start, start + size);
        MeasureValues values = MeasureValues.of(measures(List.of(size), bucket));
        MarkKey at = early ? new MarkKey(start + size, start, key) : new MarkKey(start + size, key);
        PaneBlock block = new PaneBlock(start - size, bucket);
        assertRead(new PaneItem("v@1", block, window, at, "LATE", index, values, values, Map.of()));
        assertRead(new SessionPaneItem(
                "v@1", block, window, at, window, "LATE", index, values, values, Map.of(), List.of(window, window)));
        assertRead(new WithdrawalItem("v@1", block, window, at, window, window, index));
        assertRead(new CorrectionItem("v@1", "2026-11-22", "r", window, key, Optional.of(values)));
    }

    @Property
    void halvesAreReadAsTheyAreWritten(
            @ForAll @LongRange(max = LATEST) long time,
            @ForAll @IntRange(max = 9_999) int position,
            @ForAll String device,
            @ForAll String on,
            @ForAll @LongRange(min = -999_999_999_999_999_999L, max = 999_999_999_999_999_999L) long micros,
            @ForAll Map<@AlphaChars @StringLength(min = 1, max = 9) String, String> attributes) {
        assertRead(new HalfItem(
                "v@1", "s", time, "9".repeat(Sequence.WIDTH), position, "left", device, on, time, micros, attributes));
    }

    private static void assertRead(StoredItem item) {
        assertThat(item.codec().read(item.attributes())).isEqualTo(item);
    }

    private static Measures measures(List<Long> values, int withoutValue) {
        Accumulator accumulator = new Accumulator();
        values.forEach(accumulator::add);
        for (int i = 0; i < withoutValue; i++) {
            accumulator.add(Micros.NONE);
        }
        return accumulator.measures();
    }

    /** A range of cells up to a mark parts its items from those of the next. */
    @Property
    void aRangeUpToAMarkHasItsItemsAndNoneOfTheNext(@ForAll @LongRange(max = LATEST) long mark, @ForAll String key) {
        ItemRange<CellItem> range = CellItem.upTo("v@1", 0, "s", mark);
        assertThat(range.contains(new MarkKey(mark, mark, key).toString())).isTrue();
        assertThat(range.contains(new MarkKey(mark + 1, key).toString())).isFalse();
    }

    @Property
    void aRangeOfDueSlicesIsOpenBelowAndClosedAbove(
            @ForAll TimeDomain domain,
            @ForAll @LongRange(max = LATEST) long after,
            @ForAll @LongRange(min = 1, max = LATEST) long wide) {
        ItemRange<DueItem> range = DueItem.between("s", domain, after, after + wide);
        assertThat(range.contains(sortOf(domain, after))).isFalse();
        assertThat(range.contains(sortOf(domain, after + 1))).isTrue();
        assertThat(range.contains(sortOf(domain, after + wide))).isTrue();
        assertThat(range.contains(sortOf(domain, after + wide + 1))).isFalse();
        assertThat(DueItem.after("s", domain, after).contains(sortOf(domain, LATEST)))
                .isEqualTo(after < LATEST);
        assertThat(DueItem.after("s", domain, after).contains(sortOf(domain, after)))
                .isFalse();
    }

    private static String sortOf(TimeDomain domain, long mark) {
        return new DueItem("s", domain, mark, "v@1", 0).attributes().get("sk").s();
    }

    @Property
    void archiveObjectsThatBeginByARecordAreInItsRange(
            @ForAll @LongRange(min = 0) long first, @ForAll @LongRange(min = 0) long last, @ForAll boolean after) {
        String begin = Sequence.pad(Long.toString(first));
        String bound = Sequence.pad(Long.toString(last));
        String sort = new ArchiveObjectItem("s", begin, Sequence.pad("9".repeat(60)), "k", 1, 1, "")
                .attributes()
                .get("sk")
                .s();
        assertThat(ArchiveObjectItem.beginning("s", Sequence.NONE, bound).contains(sort))
                .isEqualTo(first <= last);
        assertThat(ArchiveObjectItem.beginning("s", bound, "9".repeat(Sequence.WIDTH))
                        .contains(sort))
                .isEqualTo(first >= last);
    }

    @Test
    void itemsWithoutAnEarlyCoordinateSortBeforeThoseWithOne() {
        long noon = IsoInstant.parse("2026-11-22T12:00:00Z");
        assertThat(new MarkKey(noon, "zzz").toString()).isLessThan(new MarkKey(noon, noon, "").toString());
    }

    @Property
    void bucketsAreStableAndInRange(@ForAll String key, @ForAll @IntRange(min = 1, max = 256) int buckets) {
        assertThat(PaneBlock.bucketOf(key, buckets))
                .isBetween(0, buckets - 1)
                .isEqualTo(PaneBlock.bucketOf(key, buckets));
    }

    /** CRC-32 of "123456789" is 0xCBF43926, the check value of the polynomial. */
    @Test
    void bucketsAreCrc32() {
        assertThat(PaneBlock.bucketOf("123456789", 256)).isEqualTo(0x26);
        assertThat(PaneBlock.bucketOf("123456789", 1)).isZero();
    }
}
