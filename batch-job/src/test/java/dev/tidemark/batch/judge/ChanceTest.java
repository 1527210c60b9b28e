package dev.tidemark.batch.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChanceTest {

    @ParameterizedTest(name = "at least {0} of {1} with {2}: {3}")
    @CsvSource({
        "0, 10, 0.05, 1",
        "1, 1, 0.05, 0.05",
        "1, 2, 0.05, 0.0975", // 1 − 0.95²
        "2, 2, 0.5, 0.25",
        "3, 3, 0.1, 0.001",
        "2, 4, 0.5, 0.6875", // 11 of 16
        "50, 100, 0.5, 0.539794618693590", // half of the rest, and half of C(100, 50) / 2¹⁰⁰
        "1, 1000, 0.001, 0.632304575229035" // 1 − 0.999¹⁰⁰⁰
    })
    void isTheUpperTailOfTheBinomialDistribution(long misses, long trials, double p, double chance) {
        assertThat(Chance.ofAtLeast(misses, trials, p)).isCloseTo(chance, within(1e-9));
    }

    @ParameterizedTest(name = "{0} of {1}: a fault {2}")
    @CsvSource({
        "1, 20, false", // an honest miss
        "70, 1000, false", // 50 are to be expected, ± 7
        "100, 1000, true",
        "4, 4, false", // too few to judge by: once in 160,000
        "5, 5, true",
        "3000, 50000, true", // 2,500 are to be expected, ± 49
        "2600, 50000, false"
    })
    void moreThanOnceInAMillionIsNoFault(long misses, long trials, boolean fault) {
        assertThat(Chance.ofAtLeast(misses, trials, 0.05) < ApproximateFaults.TOO_UNLIKELY)
                .isEqualTo(fault);
    }
}
