package dev.tidemark.domain.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuresTest {

    private static final long LARGEST = 999_999_999_999_999_999L;

    @Test
    void summariseTheValuesAndCountTheEventsWithoutOne() {
        Measures measures = of(micros("5"), micros("9"), Micros.NONE, micros("-0.5"));

        assertThat(measures.count()).isEqualTo(4);
        assertThat(measures.valued()).isEqualTo(3);
        assertThat(measures.sumDecimal()).isEqualTo("13.5");
        assertThat(measures.minDecimal()).isEqualTo("-0.5");
        assertThat(measures.maxDecimal()).isEqualTo("9");
        assertThat(measures.mean()).isEqualTo("4.500000000");
    }

    @Test
    void haveNoSumMinMaxAndMeanWithoutAnyValue() {
        Measures measures = of(Micros.NONE, Micros.NONE);

        assertThat(measures.count()).isEqualTo(2);
        assertThat(measures.sumDecimal()).isNull();
        assertThat(measures.minDecimal()).isNull();
        assertThat(measures.maxDecimal()).isNull();
        assertThat(measures.mean()).isNull();
    }

    @ParameterizedTest(name = "{0} / {1} = {2}")
    @CsvSource({
        "0.000001, 2000, 0.000000000", // 0.0000000005: half to even, down
        "0.000003, 2000, 0.000000002", // 0.0000000015: half to even, up
        "-0.000003, 2000, -0.000000002",
        "1,        3,   0.333333333",
        "2,        3,   0.666666667",
        "600,      3,   200.000000000"
    })
    void roundTheMeanToNineDigitsHalfEven(String sum, long valued, String mean) {
        BigInteger micros = new BigDecimal(sum).movePointRight(6).toBigIntegerExact();

        assertThat(new Measures(valued, valued, micros, -1, 1).mean()).isEqualTo(mean);
    }

    @ParameterizedTest(name = "count {0}, valued {1}, sum {2}, min {3}, max {4}")
    @CsvSource({
        "-1, 0, 0, none, none",
        "1, -1, 0, none, none",
        "1, 2, 2, 1, 1",
        "1, 1, 1, none, 1",
        "1, 1, 1, 1, none",
        "1, 0, 0, 1, 1",
        "1, 0, 7, none, none",
        "2, 2, 3, 2, 1",
    })
    void refuseWhatNoEventsCanGive(long count, long valued, BigInteger sum, String min, String max) {
        assertThatThrownBy(() -> new Measures(count, valued, sum, orNone(min), orNone(max)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sumBeyondWhatALongHolds() {
        Accumulator up = new Accumulator();
        Accumulator down = new Accumulator();
        for (int i = 0; i < 100; i++) {
            up.add(LARGEST);
            down.add(-LARGEST);
        }

        BigInteger hundredfold = BigInteger.valueOf(LARGEST).multiply(BigInteger.valueOf(100));
        assertThat(up.measures().sum()).isEqualTo(hundredfold);
        assertThat(down.measures().sum()).isEqualTo(hundredfold.negate());
        down.add(up.measures());
        assertThat(down.measures().sum()).isZero();
    }

    @Property
    void areACommutativeMonoid(
            @ForAll("measures") Measures a, @ForAll("measures") Measures b, @ForAll("measures") Measures c) {
        assertThat(a.merge(Measures.EMPTY)).isEqualTo(a);
        assertThat(Measures.EMPTY.merge(a)).isEqualTo(a);
        assertThat(a.merge(b)).isEqualTo(b.merge(a));
        assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
    }

    @Property
    void areTheSameHoweverTheEventsAreGroupedAndOrdered(@ForAll("values") List<Long> values, @ForAll Random random) {
        Measures expected = expected(values);
        List<Long> shuffled = new ArrayList<>(values);
        java.util.Collections.shuffle(shuffled, random);

        Measures merged = Measures.EMPTY;
        Accumulator part = new Accumulator();
        Accumulator accumulated = new Accumulator();
        for (long value : shuffled) {
            part.add(value);
            if (random.nextInt(3) == 0) {
                merged = merged.merge(part.measures());
                accumulated.add(part.measures());
                part = new Accumulator();
            }
        }

        assertThat(merged.merge(part.measures())).isEqualTo(expected);
        accumulated.add(part.measures());
        assertThat(accumulated.measures()).isEqualTo(expected);
        assertThat(new Accumulator(expected).measures()).isEqualTo(expected);
        assertThat(values.stream().map(Measures::of).reduce(Measures.EMPTY, Measures::merge))
                .isEqualTo(expected);
    }

    @Provide
    Arbitrary<List<Long>> values() {
        return Arbitraries.longs()
                .between(-LARGEST, LARGEST)
                .injectNull(0.2)
                .map(v -> v == null ? Micros.NONE : v)
                .list()
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<Measures> measures() {
        return values().map(MeasuresTest::expected);
    }

    /** Straight from the definition, without a merge. */
    private static Measures expected(List<Long> values) {
        List<Long> there = values.stream().filter(v -> v != Micros.NONE).toList();
        return new Measures(
                values.size(),
                there.size(),
                there.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add),
                there.stream().mapToLong(v -> v).min().orElse(Micros.NONE),
                there.stream().mapToLong(v -> v).max().orElse(Micros.NONE));
    }

    private static Measures of(long... values) {
        Accumulator accumulator = new Accumulator();
        for (long value : values) {
            accumulator.add(value);
        }
        return accumulator.measures();
    }

    private static long micros(String value) {
        return Micros.parse(value);
    }

    private static long orNone(String value) {
        return value.equals("none") ? Micros.NONE : Long.parseLong(value);
    }
}
