package dev.tidemark.simulation.day;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.simulation.account.DeployedStage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong: every cell is that of one calm pass over the log, and the night explains every difference. */
class StormyDayTest {

    @TempDir
    Path work;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void afterAStormEveryCellIsThatOfACalmPassAndTheNightExplainsEverything(long seed) {
        assertRight(StormyDay.run(seed, 1 + (int) (seed % 4), Duration.ofMinutes(25), stage(), work));
    }

    @ParameterizedTest
    @MethodSource("manySeeds")
    @Tag("thorough")
    void theSameOfManySeedsOfALongerDay(long seed) {
        assertRight(StormyDay.run(seed, 1 + (int) (seed % 4), Duration.ofMinutes(110), stage(), work));
    }

    /** As many as {@code -Dtidemark.simulation.seeds} says, so that whoever has hours can give them. */
    static LongStream manySeeds() {
        return LongStream.range(1_000, 1_000 + Integer.getInteger("tidemark.simulation.seeds", 10));
    }

    /** Another JVM has other hash codes of enums, and another order of {@code Map.of}. */
    @Test
    void aSeedReplaysToTheByteInAnotherProcess() throws IOException, InterruptedException {
        Duration traffic = Duration.ofMinutes(8);
        StormyDay.DayOutcomes here = StormyDay.run(77, 2, traffic, stage(), work.resolve("here"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Djava.util.logging.config.file=none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Replay.class.getName(),
                        work.resolve("there").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String there = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();

        assertThat(there.lines().reduce((first, last) -> last)).contains(here.calls() + " " + here.fingerprint());
    }

    /** The other process. */
    static final class Replay {
        public static void main(String[] arguments) {
            StormyDay.DayOutcomes outcomes =
                    StormyDay.run(77, 2, Duration.ofMinutes(8), stage(), Path.of(arguments[0]));
            System.out.println(outcomes.calls() + " " + outcomes.fingerprint());
            System.exit(0);
        }
    }

    private static void assertRight(StormyDay.DayOutcomes outcomes) {
        assertThat(outcomes.wrong()).as("seed %d", outcomes.seed()).isEmpty();
        assertThat(outcomes.cells()).as("seed %d", outcomes.seed()).isGreaterThan(50);
    }

    private static DeployedStage stage() {
        return DeployedStage.read(Path.of("..").toAbsolutePath().normalize(), "prod");
    }
}
