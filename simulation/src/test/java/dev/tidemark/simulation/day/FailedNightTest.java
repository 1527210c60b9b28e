package dev.tidemark.simulation.day;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.Metric;
import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.platform.Schedule;
import dev.tidemark.platform.Table;
import dev.tidemark.simulation.account.DeployedStage;
import dev.tidemark.simulation.account.MetricPoints;
import dev.tidemark.simulation.account.SimulatedStage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A night that cannot do its work is tried again, and ends where somebody looks; one that has done it and found something is not. */
class FailedNightTest {

    private static final Instant NOW = Instant.parse("2026-03-09T12:00:00Z");

    @TempDir
    Path work;

    private SimulatedStage stage;

    @BeforeEach
    void tenMinutesOfTraffic() {
        DeployedStage file = DeployedStage.read(Path.of("..").toAbsolutePath().normalize(), "prod");
        SimulatedStage.Plan plan = new SimulatedStage.Plan(1, NOW, 1, DayViews.file(), file, false, work);
        stage = new SimulatedStage(plan, 0);
        Devices devices = new Devices(
                stage.stream(),
                new SplittableRandom(1),
                3,
                new Devices.Habits(60_000, 0.1, 0.1, 0, 0, 30 * 86_400_000L));
        stage.startSchedule(Schedule.TICK);
        for (int i = 0; i < 60; i++) {
            devices.post(i % 3, stage.timeline().millis());
            pass(Duration.ofSeconds(10));
        }
        pass(Duration.ofMinutes(30));
        assertThat(stage.settle(Duration.ofMinutes(5))).isTrue();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private void pass(Duration time) {
        stage.timeline().runUntil(stage.timeline().millis() + time.toMillis());
    }

    private void night() {
        stage.call(Schedule.NIGHT, Schedule.NIGHT.input());
        do {
            pass(Duration.ofSeconds(5));
        } while (stage.calls(Schedule.NIGHT).isWaiting());
    }

    @Test
    void aNightWhoseStoresAreAwayIsTriedAgainAndEndsInTheQueueOfFailedCalls() {
        stage.takeDown("s3");
        night();

        assertThat(stage.runs().runs()).isEmpty();
        assertThat(stage.calls(Schedule.NIGHT).deadLetters()).hasSize(1);
        assertThat(stage.function(PlatformFunction.BATCH).counts().failed())
                .as("once, and as often again as is deployed")
                .isEqualTo(1 + Schedule.NIGHT.retries());
        assertThat(stage.metrics().of(Metric.UNEXPLAINED)).isEmpty();

        stage.bringBack("s3");
        night();
        assertThat(stage.runs().runs()).singleElement().satisfies(run -> assertThat(run.exitCode())
                .isEqualTo(ExitCode.PASS));
        assertThat(stage.calls(Schedule.NIGHT).deadLetters()).hasSize(1);
    }

    @Test
    void aNightThatIsBroughtBackInTimeNeedsNobody() {
        stage.takeDown("s3");
        stage.timeline().after(30_000_000L, () -> stage.bringBack("s3"));
        night();

        assertThat(stage.runs().runs()).singleElement().satisfies(run -> assertThat(run.exitCode())
                .isEqualTo(ExitCode.PASS));
        assertThat(stage.calls(Schedule.NIGHT).deadLetters()).isEmpty();
    }

    @Test
    void aNightThatFindsSomethingRingsAndIsNotTriedAgain() {
        changeACell();
        night();

        assertThat(stage.runs().runs()).singleElement().satisfies(run -> assertThat(run.exitCode())
                .isEqualTo(ExitCode.DIFFERENCE));
        assertThat(stage.calls(Schedule.NIGHT).deadLetters()).isEmpty();
        assertThat(stage.metrics().of(Metric.UNEXPLAINED))
                .singleElement()
                .extracting(MetricPoints.Point::value)
                .satisfies(value -> assertThat(value).isPositive());
    }

    private void changeACell() {
        String cells = SimulatedStage.name(Table.CELLS);
        Map<String, AttributeValue> cell = new HashMap<>(stage.tables().dump(cells).stream()
                .filter(item -> item.get(Table.PARTITION_KEY).s().startsWith("all@"))
                .findFirst()
                .orElseThrow());
        cell.put("count", AttributeValue.fromN("999"));
        stage.tables().restore(cells, cell);
    }
}
