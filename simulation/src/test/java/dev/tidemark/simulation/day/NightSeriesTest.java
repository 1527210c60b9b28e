package dev.tidemark.simulation.day;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.simulation.account.DeployedStage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The law of incremental nights: what is published after any of them is what one night over the whole archive says. */
class NightSeriesTest {

    @TempDir
    Path work;

    @Test
    void aFewNightsWithSomebodyMeddlingPublishWhatOneNightFromNothingDoes() {
        assertLawful(4, new NightSeries.Shape(4, 2, 18, Duration.ofDays(3), true));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("thorough")
    void manySeriesOfNightsPublishWhatOneNightFromNothingDoes(long seed) {
        assertLawful(seed, new NightSeries.Shape(14, 2, 18, Duration.ofDays(8), true));
    }

    /** As many as {@code -Dtidemark.simulation.series} says. */
    static LongStream seeds() {
        return LongStream.range(100, 100 + Integer.getInteger("tidemark.simulation.series", 3));
    }

    private void assertLawful(long seed, NightSeries.Shape shape) {
        NightSeries.Outcomes outcomes = NightSeries.run(
                seed, shape, DeployedStage.read(Path.of("..").toAbsolutePath().normalize(), "prod"), work);

        assertThat(outcomes.wrong()).as("seed %d", seed).isEmpty();
        assertThat(outcomes.costs()).hasSize(shape.nights());
    }
}
