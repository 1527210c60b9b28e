package dev.tidemark.simulation.day;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordWriter;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.TimeQuality;
import dev.tidemark.platform.Schedule;
import dev.tidemark.simulation.account.DeployedStage;
import dev.tidemark.simulation.account.NightFromNothing;
import dev.tidemark.simulation.account.SimulatedStage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A late event in a session that ends days later, beside a view whose shorter sessions end before: every day that the session
 * reaches is computed again.
 */
class LateSessionTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT5S, heartbeatEvery: PT10S, idleBound: PT20S}
            deduplicateFor: PT1M
            views:
              - {name: s6, key: deviceId, window: {session: PT6H}, aggregates: [count],
                 allowedLateness: PT0S, latePaneEvery: PT10S}
              - {name: s12, key: deviceId, window: {session: PT12H}, aggregates: [count],
                 allowedLateness: PT0S, latePaneEvery: PT10S}
            """;

    private static final Instant NOW = Instant.parse("2026-03-09T12:00:00Z");
    private static final List<String> EVENTS = List.of(
            "2026-03-02T04:00:00.000Z",
            "2026-03-02T09:00:00.000Z",
            "2026-03-02T14:00:00.000Z",
            "2026-03-02T19:00:00.000Z",
            "2026-03-03T00:30:00.000Z",
            "2026-03-03T10:30:00.000Z",
            "2026-03-03T20:30:00.000Z",
            "2026-03-04T06:30:00.000Z",
            "2026-03-04T16:30:00.000Z",
            "2026-03-05T02:00:00.000Z");

    @TempDir
    Path work;

    @Test
    void aLateEventInASessionThatEndsDaysLaterReachesTheDayOnWhichItEnds() {
        DeployedStage file = DeployedStage.read(Path.of("..").toAbsolutePath().normalize(), "prod");
        SimulatedStage.Plan plan = new SimulatedStage.Plan(1, NOW, 1, DayViews.file(VIEWS), file, false, work);
        try (SimulatedStage stage = new SimulatedStage(plan, 0)) {
            for (int i = 0; i < EVENTS.size(); i++) {
                post(stage, "e" + i, EVENTS.get(i));
            }
            night(stage);
            post(stage, "late", "2026-03-02T08:00:00.000Z");
            night(stage);

            assertThat(stage.runs().runs()).extracting(run -> run.verdict()).containsExactly("pass", "pass");
            assertThat(stage.published().differencesFrom(NightFromNothing.over(stage)))
                    .isEmpty();
            assertThat(stage.published().windows().get("2026-03-05"))
                    .contains("2026-03-02T04:00:00.000Z,2026-03-05T14:00:00.000Z,q,count,");
        }
    }

    private static void post(SimulatedStage stage, String id, String at) {
        long now = stage.timeline().millis();
        LoggedEvent event = new LoggedEvent(
                id, "click", at, new EventTime(IsoInstant.parse(at), TimeQuality.UNCORRECTED), Micros.NONE, Map.of());
        stage.stream()
                .put(
                        "q",
                        null,
                        new LogRecordWriter()
                                .write(new LogRecord.Events(
                                        "q",
                                        now,
                                        "r-" + id,
                                        List.of(new LoggedEnvelope(null, null, ClockOffset.none(), List.of(event))))));
        stage.timeline().runUntil(now + 1_000);
    }

    private static void night(SimulatedStage stage) {
        for (int i = 0; i < 2; i++) {
            stage.timeline().runUntil(stage.timeline().millis() + 60_000);
            stage.call(Schedule.TICK, "{}");
        }
        assertThat(stage.settle(Duration.ofMinutes(5))).isTrue();
        stage.timeline().runUntil(stage.timeline().millis() + 60_000);
        stage.call(Schedule.NIGHT, Schedule.NIGHT.input());
        do {
            stage.timeline().runUntil(stage.timeline().millis() + 5_000);
        } while (stage.calls(Schedule.NIGHT).isWaiting());
    }
}
