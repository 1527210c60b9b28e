package dev.tidemark.simulation.day;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.simulation.account.DeployedStage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The law of incremental nights: what is published after any of them is what one night over the whole archive says. */
class NightSeriesTest {

    private static final NightSeries.SeriesHorizons FIVE_DAYS =
            new NightSeries.SeriesHorizons(Duration.ofDays(5), Duration.ofDays(4));

    @TempDir
    Path work;

    @Test
    void aFewNightsWithSomebodyMeddlingPublishWhatOneNightFromNothingDoes() {
        assertLawful(
                4,
                new NightSeries.SeriesShape(
                        4, 2, 18, NightSeries.SeriesTraffic.WILD, NightSeries.SeriesHorizons.USUAL, true));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("thorough")
    void manySeriesOfNightsPublishWhatOneNightFromNothingDoes(long seed) {
        assertLawful(
                seed,
                new NightSeries.SeriesShape(
                        14, 2, 18, NightSeries.SeriesTraffic.WILD, NightSeries.SeriesHorizons.USUAL, true));
    }

    /** Identities are known for five days: what returns later is new in the stream, in each night, and in one from nothing. */
    @Test
    @Tag("thorough")
    void nightsBeyondTheHorizonPublishWhatOneNightFromNothingDoes() {
        NightSeries.SeriesOutcomes outcomes =
                run(7, new NightSeries.SeriesShape(18, 2, 12, NightSeries.SeriesTraffic.WILD, FIVE_DAYS, true));

        assertThat(outcomes.wrong()).isEmpty();
        assertThat(outcomes.returned())
                .as("identities that came again after five days")
                .isPositive();
    }

    @Test
    void aNightCostsTheSameOnceTheHorizonIsPassed() {
        assertBounded(16, FIVE_DAYS);
    }

    @Test
    @Tag("thorough")
    void theFourHundredthNightCostsWhatTheFortiethDid() {
        assertBounded(400, NightSeries.SeriesHorizons.USUAL);
    }

    /** Every day is like the one before, and so is every night from the fifth after the horizon on. */
    private void assertBounded(int nights, NightSeries.SeriesHorizons horizons) {
        NightSeries.SeriesOutcomes outcomes =
                run(1, new NightSeries.SeriesShape(nights, 2, 18, NightSeries.SeriesTraffic.STEADY, horizons, false));

        assertThat(outcomes.wrong()).isEmpty();
        int from = Math.toIntExact(horizons.uniqueFor().toDays()) + 5;
        assertWithinAFifth("objects read", outcomes, from, NightSeries.Cost::objectsRead);
        assertWithinAFifth("bytes read", outcomes, from, NightSeries.Cost::bytesRead);
        assertWithinAFifth("scratch", outcomes, from, cost -> cost.take().scratchBytes());
        assertWithinAFifth("engine", outcomes, from, cost -> cost.take().engineBytes());
        assertWithinAFifth("heap", outcomes, from, cost -> cost.take().heapBytes());
    }

    private static void assertWithinAFifth(
            String what, NightSeries.SeriesOutcomes outcomes, int from, ToLongFunction<NightSeries.Cost> of) {
        List<NightSeries.Cost> costs =
                outcomes.costs().stream().filter(cost -> cost.number() >= from).toList();
        double usual = costs.stream().mapToLong(of).average().orElseThrow();
        for (NightSeries.Cost cost : costs) {
            assertThat((double) of.applyAsLong(cost))
                    .as("%s of night %d", what, cost.number())
                    .isBetween(0.8 * usual, 1.2 * usual);
        }
    }

    /** As many as {@code -Dtidemark.simulation.series} says. */
    static LongStream seeds() {
        return LongStream.range(100, 100 + Integer.getInteger("tidemark.simulation.series", 3));
    }

    private void assertLawful(long seed, NightSeries.SeriesShape shape) {
        NightSeries.SeriesOutcomes outcomes = run(seed, shape);
        assertThat(outcomes.wrong()).as("seed %d", seed).isEmpty();
        assertThat(outcomes.costs()).hasSize(shape.nights());
    }

    private NightSeries.SeriesOutcomes run(long seed, NightSeries.SeriesShape shape) {
        return NightSeries.run(
                seed, shape, DeployedStage.read(Path.of("..").toAbsolutePath().normalize(), "prod"), work);
    }
}
