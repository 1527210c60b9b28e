package dev.tidemark.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.domain.aggregate.Accumulator;
import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.IsoInstant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and names are a contract: whoever changes one must change docs/platform.md and this test with it. */
class PlatformNamesTest {

    private static final long NOON = IsoInstant.parse("2026-11-22T12:00:00Z");
    private static final long ONE = IsoInstant.parse("2026-11-22T12:01:00Z");

    @Test
    void keysOfItemsAreThoseOfTheTable() {
        assertThat(ItemKeys.cells("clicks@3fa9c1d2", NOON, "shardId-000000000001"))
                .isEqualTo("clicks@3fa9c1d2#2026-11-22T12:00:00.000Z#shardId-000000000001");
        assertThat(ItemKeys.markAndKey(ONE, ItemKeys.NO_EARLY, "a#b")).isEqualTo("2026-11-22T12:01:00.000Z#-#a#b");
        assertThat(ItemKeys.panes("clicks@3fa9c1d2", NOON, ONE, 7))
                .isEqualTo("clicks@3fa9c1d2#2026-11-22T12:00:00.000Z/2026-11-22T12:01:00.000Z#7");
        assertThat(ItemKeys.steps("s")).isEqualTo("step#s");
        assertThat(ItemKeys.due("s")).isEqualTo("due#s");
        assertThat(ItemKeys.dueSlice("event", ONE, "clicks@3fa9c1d2", NOON))
                .isEqualTo("event#2026-11-22T12:01:00.000Z#clicks@3fa9c1d2#2026-11-22T12:00:00.000Z");
        assertThat(ItemKeys.archive("s")).isEqualTo("archive#s");
        assertThat(ItemKeys.archiveRange("01", "02")).isEqualTo("01-02");
    }

    @Test
    void keysOfObjectsAreThoseOfTheTable() {
        assertThat(ObjectKeys.archive(NOON, "s", "01", "02"))
                .isEqualTo("archive/arrival=2026-11-22T12/shard=s/01-02.ndjson.gz");
        assertThat(ObjectKeys.quarantine("s", "01")).isEqualTo("quarantine/s/01.json");
    }

    @Test
    void variablesOfTablesAreNamedAfterThem() {
        assertThat(List.of(Table.values()))
                .extracting(Environment::table)
                .containsExactly(
                        "TIDEMARK_TABLE_WINDOWS",
                        "TIDEMARK_TABLE_CELLS",
                        "TIDEMARK_TABLE_JOURNAL",
                        "TIDEMARK_TABLE_CORRECTIONS",
                        "TIDEMARK_TABLE_JOINS");
        assertThat(Table.CELLS.nameIn("tidemark")).isEqualTo("tidemark-cells");
    }

    /** A range query up to a mark ends just before this key. */
    @Property
    void theKeyAfterAMarkPartsItsItemsFromThoseOfTheNext(
            @ForAll @LongRange(max = 4_000_000_000_000L) long mark, @ForAll String key) {
        String after = ItemKeys.afterMark(mark);

        assertThat(ItemKeys.markAndKey(mark, IsoInstant.format(mark), key)).isLessThan(after);
        assertThat(ItemKeys.markAndKey(mark + 1, ItemKeys.NO_EARLY, key)).isGreaterThan(after);
    }

    @Test
    void cellsWithoutAnEarlyCoordinateSortBeforeThoseWithOne() {
        assertThat(ItemKeys.markAndKey(ONE, ItemKeys.NO_EARLY, "zzz"))
                .isLessThan(ItemKeys.markAndKey(ONE, IsoInstant.format(NOON), ""));
    }

    @Property
    void bucketsAreStableAndInRange(@ForAll String key, @ForAll @IntRange(min = 1, max = 256) int buckets) {
        assertThat(ItemKeys.bucket(key, buckets)).isBetween(0, buckets - 1).isEqualTo(ItemKeys.bucket(key, buckets));
    }

    /** CRC-32 of "123456789" is 0xCBF43926, the check value of the polynomial. */
    @Test
    void bucketsAreCrc32() {
        assertThat(ItemKeys.bucket("123456789", 256)).isEqualTo(0x26);
        assertThat(ItemKeys.bucket("123456789", 1)).isZero();
    }

    @Test
    void measuresAreWrittenAsPlainNumbersAndAbsentWithoutAValue() {
        Accumulator accumulator = new Accumulator();
        accumulator.add(Micros.NONE);
        assertThat(MeasureFields.write(accumulator.measures())).isEqualTo(Map.of("count", "1", "valued", "0"));

        accumulator.add(Micros.parse("900000000000"));
        accumulator.add(Micros.parse("-0.25"));
        assertThat(MeasureFields.write(accumulator.measures()))
                .isEqualTo(Map.of(
                        "count", "3", "valued", "2", "sum", "899999999999.75", "min", "-0.25", "max", "900000000000"));
    }

    @Property
    void measuresAreReadAsTheyAreWritten(
            @ForAll List<@LongRange(min = -999_999_999_999_999_999L, max = 999_999_999_999_999_999L) Long> values,
            @ForAll @IntRange(max = 3) int withoutValue) {
        Accumulator accumulator = new Accumulator();
        values.forEach(accumulator::add);
        for (int i = 0; i < withoutValue; i++) {
            accumulator.add(Micros.NONE);
        }
        Measures measures = accumulator.measures();

        assertThat(MeasureFields.read(MeasureFields.write(measures)::get)).isEqualTo(measures);
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "valued", "sum", "min", "max"})
    void refusesAnItemThatLacksANumber(String field) {
        Map<String, String> item = new HashMap<>(MeasureFields.write(Measures.of(1)));
        item.remove(field);

        assertThatThrownBy(() -> MeasureFields.read(item::get))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the item has no number '" + field + "'");
    }

    @Test
    void refusesASumFinerThanMicros() {
        Map<String, String> item = new HashMap<>(MeasureFields.write(Measures.of(1)));
        item.put("sum", "0.0000001");

        assertThatThrownBy(() -> MeasureFields.read(item::get)).isInstanceOf(IllegalArgumentException.class);
    }
}
