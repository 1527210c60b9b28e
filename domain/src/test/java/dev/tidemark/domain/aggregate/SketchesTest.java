package dev.tidemark.domain.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sketch says is held against the exact answer; what it says is the same in any order and any partition. */
class SketchesTest {

    /** The most that DynamoDB takes as one item. */
    private static final int ITEM_BYTES = 400 * 1_024;

    @Test
    void aFewTextsAreCountedExactly() {
        assertThat(distinct(texts("a", "b", "a", "c", null, "b")))
                .isEqualTo(new Approximation.DistinctEstimate(5, 3, 3, 3));
    }

    /** DataSketches passes over an empty text when it counts different ones. */
    @Test
    void theEmptyTextIsAText() {
        assertThat(distinct(texts(""))).isEqualTo(new Approximation.DistinctEstimate(1, 1, 1, 1));
        assertThat(distinct(texts("", "google", "", null))).isEqualTo(new Approximation.DistinctEstimate(3, 2, 2, 2));
        assertThat(top(texts("", "a", "")))
                .isEqualTo(new Approximation.TopEstimates(3, 0, List.of(item("", 2, 2), item("a", 1, 1))));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", " ", "\u0000", "\u0000\u0000", "NaN", "null", "\ufffd", "\u00ff", "\ufeff", "0"})
    void noTextIsSpecialAndNoneIsTakenForAnother(String text) {
        String[] others = {"", " ", "\u0000", "\u0000\u0000", "NaN", "null", "\ufffd", "\u00ff", "\ufeff", "0"};

        assertThat(distinct(texts(text)).estimate()).isEqualTo(1);
        assertThat(distinct(texts(others)).estimate()).isEqualTo(others.length);
        assertThat(top(texts(text)).items()).containsExactly(item(text, 1, 1));
        Sketch stored = Sketch.of(1, texts(text).sketch(SketchKind.TOP).bytes());
        assertThat(top(stored).items()).containsExactly(item(text, 1, 1));
    }

    @Test
    void noValueIsSpecial() {
        Sketch three = sketch(
                SketchKind.QUANTILES,
                List.of(
                        new Event(null, 0),
                        new Event(null, -999_999_999_999_999_999L),
                        new Event(null, 999_999_999_999_999_999L)));

        assertThat(quantiles(three).n()).isEqualTo(3);
        assertThat(quantiles(three).values())
                .isEqualTo(values("0", "999999999999.999999", "999999999999.999999", "999999999999.999999"));
    }

    @ParameterizedTest(name = "{0} different texts, twice each")
    @ValueSource(ints = {1, 100, 380, 1_000, 4_000, 20_000, 100_000})
    void theNumberOfDifferentTextsIsBetweenTheBounds(int different) {
        Approximation.DistinctEstimate result = distinct(sketch(
                SketchKind.DISTINCT,
                IntStream.range(0, 2 * different)
                        .mapToObj(i -> new Event("text " + i % different, Micros.NONE))
                        .toList()));

        assertThat(result.n()).isEqualTo(2L * different);
        assertThat((long) different).isBetween(result.lower(), result.upper());
        assertThat(result.estimate()).isBetween(result.lower(), result.upper());
        assertThat(result.upper() - result.lower()).isLessThanOrEqualTo(different * 7L / 100);
    }

    @Test
    void quantilesAreValuesThatOccurred() {
        Sketch hundred = sketch(SketchKind.QUANTILES, values(LongStream.rangeClosed(1, 100)));

        assertThat(quantiles(hundred))
                .isEqualTo(new Approximation.QuantileEstimates(100, BigDecimal.ZERO, values("50", "90", "95", "99")));
        assertThat(quantiles(sketch(SketchKind.QUANTILES, values(LongStream.of(7))))
                        .values())
                .isEqualTo(values("7", "7", "7", "7"));
        assertThat(quantiles(sketch(SketchKind.QUANTILES, values(LongStream.of(1, 2))))
                        .values())
                .isEqualTo(values("1", "2", "2", "2"));
    }

    @Test
    void quantilesOfManyValuesAreWithinTheErrorThatStandsBesideThem() {
        List<Event> events = new ArrayList<>(values(LongStream.range(0, 200_000)));
        Collections.shuffle(events, new Random(5));

        Approximation.QuantileEstimates result = quantiles(sketch(SketchKind.QUANTILES, events));

        assertThat(result.error()).isEqualTo(new BigDecimal("0.006777"));
        assertThat(result.values()).hasSize(4);
        result.values().forEach((rank, value) -> assertThat(value.doubleValue() / 200_000)
                .isBetween(Double.parseDouble(rank) - fiveSigma(result), Double.parseDouble(rank) + fiveSigma(result)));
    }

    @Test
    void theMostFrequentTextsStandByTheirNumberThenByTheirText() {
        assertThat(top(texts("b", "a", "c", "c", null, "ä", "a", "c")))
                .isEqualTo(new Approximation.TopEstimates(
                        7, 0, List.of(item("c", 3, 3), item("a", 2, 2), item("b", 1, 1), item("ä", 1, 1))));
        assertThat(top(sketch(SketchKind.TOP, zipf(new Random(1), 100, 1_000))).items())
                .hasSize(SketchKind.MOST_TOP);
    }

    @Test
    void ofATopEveryBoundHoldsHoweverManyTextsThereAre() {
        List<Event> events = zipf(new Random(2), 20_000, 100_000);

        Approximation.TopEstimates result = top(sketch(SketchKind.TOP, events));

        assertThat(result.error()).isBetween(1L, 100_000 * 35L / 2_560);
        assertThat(result.items().get(0).text()).isEqualTo("t0");
        holds(result, events);
    }

    @Test
    void aTextThatIsLongerThanAKeyMayBeIsInNoTop() {
        String longest = "ä".repeat(256);

        assertThat(top(texts(longest, longest + "a", "x".repeat(513), "x".repeat(512))))
                .isEqualTo(new Approximation.TopEstimates(
                        2, 0, List.of(item("x".repeat(512), 1, 1), item(longest, 1, 1))));
        assertThat(distinct(texts(longest, longest + "a")).estimate()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(SketchKind.class)
    void withoutAnyEventThereIsNothingToSay(SketchKind kind) {
        Sketch none = sketch(kind, List.of(new Event(null, Micros.NONE)));

        assertThat(none).isSameAs(Sketch.EMPTY);
        assertThat(kind.read(none))
                .isEqualTo(
                        switch (kind) {
                            case DISTINCT -> new Approximation.DistinctEstimate(0, 0, 0, 0);
                            case QUANTILES -> new Approximation.QuantileEstimates(0, BigDecimal.ZERO, Map.of());
                            case TOP -> new Approximation.TopEstimates(0, 0, List.of());
                        });
    }

    @Test
    void aCellHoldsOneSketchAndAPaneIsReadNotStored() {
        Sketch merged = texts("a").sketch(SketchKind.TOP).merge(texts("b").sketch(SketchKind.TOP));

        assertThatThrownBy(merged::bytes).hasMessage("bytes are those of one sketch; there are 2");
        assertThatThrownBy(() -> SketchKind.TOP.from(merged)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Sketch.of(0, new byte[1])).hasMessage("n > 0 does not hold: n is 0");
    }

    @Property(tries = 40)
    void areACommutativeMonoid(@ForAll Random random) {
        Measures a = measures(random);
        Measures b = measures(random);
        Measures c = measures(random);

        assertThat(a.merge(Measures.EMPTY)).isEqualTo(a);
        assertThat(Measures.EMPTY.merge(a)).isEqualTo(a);
        assertThat(a.merge(b)).isEqualTo(b.merge(a)).hasSameHashCodeAs(b.merge(a));
        assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
        assertThat(new Accumulator(a.merge(b)).measures()).isEqualTo(a.merge(b));
    }

    /**
     * The same events in another order and cut into other cells: the number is the same, the estimate of different texts is
     * the same, all bounds hold. The bound of quantiles is one of 99 %; twice of it, more than five standard deviations, is
     * asserted of each.
     */
    @Property(tries = 30)
    void theBoundsHoldInAnyOrderAndAnyPartition(@ForAll Random random, @ForAll @IntRange(min = 1, max = 12_000) int n) {
        List<Event> events = zipf(random, 1 + random.nextInt(3_000), n);
        List<Event> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, random);

        Approximation.DistinctEstimate once = distinct(sketch(SketchKind.DISTINCT, events));
        assertThat(distinct(inCells(SketchKind.DISTINCT, shuffled, random))).isEqualTo(once);
        Approximation.TopEstimates top = top(inCells(SketchKind.TOP, shuffled, random));
        assertThat(top.n()).isEqualTo(n);
        assertThat(top.error()).isLessThanOrEqualTo(n * 35L / 2_560);
        holds(top, events);
        Approximation.QuantileEstimates quantiles = quantiles(inCells(SketchKind.QUANTILES, shuffled, random));
        assertThat(quantiles.n()).isEqualTo(n);
        holds(quantiles, events);
    }

    /** A cell is stored after every step and folded onto again: the steps leave no trace in what it says. */
    @Property(tries = 30)
    void aCellSaysTheSameHoweverItsEventsWereCutIntoSteps(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 3_000) int n) {
        List<Event> events = zipf(random, 1_000, n);
        for (SketchKind kind : List.of(SketchKind.DISTINCT, SketchKind.TOP)) {
            Sketch stored = Sketch.EMPTY;
            for (int at = 0; at < n; ) {
                int to = Math.min(n, at + 1 + random.nextInt(500));
                SketchAccumulator step = kind.from(stored);
                events.subList(at, to).forEach(event -> step.add(event.text(), event.micros()));
                stored = Sketch.of(step.sketch().n(), step.sketch().bytes());
                at = to;
            }
            assertThat(kind.read(stored)).isEqualTo(kind.read(sketch(kind, events)));
        }
    }

    /** Worst cases: counters full of the longest texts; as many different texts and values as a cell will ever see. */
    @Test
    void theLargestCellIsFarBelowTheLargestItem() {
        int oneTop = (int) sketch(
                        SketchKind.TOP,
                        IntStream.range(0, 192)
                                .mapToObj(i -> new Event("%03d".formatted(i) + "x".repeat(509), Micros.NONE))
                                .toList())
                .size();
        int oneDistinct = (int) sketch(
                        SketchKind.DISTINCT,
                        IntStream.range(0, 500_000)
                                .mapToObj(i -> new Event("t" + i, Micros.NONE))
                                .toList())
                .size();
        int oneQuantiles = (int) sketch(SketchKind.QUANTILES, values(LongStream.range(0, 500_000)))
                .size();

        assertThat(oneTop).isEqualTo(32 + 192 * (8 + 4 + 512)); // Counter, length and text of each: 100,640.
        assertThat(oneDistinct).isBetween(2_048, 2_560); // Half a byte a register, and some exceptions.
        // KLL grows by about 12 bytes with every doubling of n; 11,012 is the library's bound for 10^12 values.
        assertThat(oneQuantiles).isLessThan(11_012);
        int names = 4 * (3 * 128 + 100);
        int rest = 4_096; // Keys of 512 bytes, numbers, sequence number.
        assertThat(oneTop + 3 * 11_012 + names + rest).isLessThan(ITEM_BYTES * 36 / 100);
    }

    private record Event(@Nullable String text, long micros) {}

    /** Texts without values. */
    private record Texts(List<Event> events) {
        Sketch sketch(SketchKind kind) {
            return SketchesTest.sketch(kind, events);
        }
    }

    private static Texts texts(String... texts) {
        List<Event> events = new ArrayList<>();
        for (String text : texts) {
            events.add(new Event(text, Micros.NONE));
        }
        return new Texts(events);
    }

    private static List<Event> values(LongStream units) {
        return units.mapToObj(unit -> new Event(null, unit * 1_000_000)).toList();
    }

    private static Map<String, BigDecimal> values(String p50, String p90, String p95, String p99) {
        return Map.of(
                "0.5", new BigDecimal(p50),
                "0.9", new BigDecimal(p90),
                "0.95", new BigDecimal(p95),
                "0.99", new BigDecimal(p99));
    }

    /** Few texts often, many seldom; values of any size. */
    private static List<Event> zipf(Random random, int texts, int n) {
        List<Event> events = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            int text = (int) (Math.pow(texts, random.nextDouble())) - 1;
            events.add(new Event("t" + text, random.nextInt(100_000) - 50_000L));
        }
        return events;
    }

    private static Sketch sketch(SketchKind kind, List<Event> events) {
        SketchAccumulator accumulator = kind.from(Sketch.EMPTY);
        events.forEach(event -> accumulator.add(event.text(), event.micros()));
        return accumulator.sketch();
    }

    /** Cut into cells of random shards and slices, and merged in a random order. */
    private static Sketch inCells(SketchKind kind, List<Event> events, Random random) {
        List<List<Event>> cells = new ArrayList<>();
        for (int cell = 1 + random.nextInt(20); cell > 0; cell--) {
            cells.add(new ArrayList<>());
        }
        events.forEach(event -> cells.get(random.nextInt(cells.size())).add(event));
        Sketch merged = Sketch.EMPTY;
        for (List<Event> cell : cells) {
            Sketch one = sketch(kind, cell);
            merged = random.nextBoolean() ? merged.merge(one) : one.merge(merged);
        }
        return merged;
    }

    private static Measures measures(Random random) {
        List<Event> events = zipf(random, 30, random.nextInt(50));
        Accumulator exact = new Accumulator();
        events.forEach(event -> exact.add(event.micros()));
        return exact.measures()
                .with(Sketches.of(Map.of(
                        "distinct(type)", sketch(SketchKind.DISTINCT, events),
                        "quantiles(value)", sketch(SketchKind.QUANTILES, events),
                        "top(type)", sketch(SketchKind.TOP, events))));
    }

    private static void holds(Approximation.TopEstimates top, List<Event> events) {
        Map<String, Long> exact = new HashMap<>();
        events.forEach(event -> exact.merge(String.valueOf(event.text()), 1L, Long::sum));
        long last = Long.MAX_VALUE;
        for (Approximation.TopEstimates.Item item : top.items()) {
            assertThat(exact.get(item.text())).isBetween(item.lower(), item.upper());
            assertThat(item.upper() - item.lower()).isLessThanOrEqualTo(top.error());
            assertThat(item.estimate()).isBetween(item.lower(), Math.min(item.upper(), last));
            last = item.estimate();
        }
        HashSet<String> unnamed = new HashSet<>(exact.keySet());
        top.items().forEach(item -> unnamed.remove(item.text()));
        for (String text : unnamed) {
            assertThat(exact.get(text)).isLessThanOrEqualTo(Math.max(top.error(), last));
        }
    }

    private static void holds(Approximation.QuantileEstimates quantiles, List<Event> events) {
        long[] sorted = events.stream().mapToLong(Event::micros).sorted().toArray();
        quantiles.values().forEach((rank, value) -> {
            long micros = Micros.ofDecimal(value);
            double below =
                    (double) LongStream.of(sorted).filter(v -> v < micros).count() / sorted.length;
            double upTo =
                    (double) LongStream.of(sorted).filter(v -> v <= micros).count() / sorted.length;
            double wanted = Double.parseDouble(rank);
            assertThat(upTo).isGreaterThan(below); // It occurred.
            assertThat(below).isLessThanOrEqualTo(wanted + fiveSigma(quantiles));
            assertThat(upTo).isGreaterThanOrEqualTo(wanted - fiveSigma(quantiles) - 1e-12);
        });
    }

    private static double fiveSigma(Approximation.QuantileEstimates quantiles) {
        return 2 * quantiles.error().doubleValue();
    }

    private static Approximation.DistinctEstimate distinct(Texts texts) {
        return distinct(texts.sketch(SketchKind.DISTINCT));
    }

    private static Approximation.DistinctEstimate distinct(Sketch sketch) {
        return (Approximation.DistinctEstimate) SketchKind.DISTINCT.read(sketch);
    }

    private static Approximation.QuantileEstimates quantiles(Sketch sketch) {
        return (Approximation.QuantileEstimates) SketchKind.QUANTILES.read(sketch);
    }

    private static Approximation.TopEstimates top(Texts texts) {
        return top(texts.sketch(SketchKind.TOP));
    }

    private static Approximation.TopEstimates top(Sketch sketch) {
        return (Approximation.TopEstimates) SketchKind.TOP.read(sketch);
    }

    private static Approximation.TopEstimates.Item item(String text, long lower, long upper) {
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(SketchKind.LONGEST_TEXT_BYTES);
        return new Approximation.TopEstimates.Item(text, upper, lower, upper);
    }
}
