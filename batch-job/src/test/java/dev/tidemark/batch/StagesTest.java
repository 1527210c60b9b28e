package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.fixture.IsolatingRunner;
import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.platform.ExitCode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each stage of a night reads the tables that it declares and no others, changes none of them, and makes those that it declares. */
class StagesTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT10S, heartbeatEvery: PT1M, idleBound: PT2M, requestLifetime: PT5S}
            deduplicateFor: PT10M
            views:
              - {name: fixed, key: attributes.team, window: {fixed: PT1M}, aggregates: [count, sum, {distinct: deviceId}, {quantiles: value}, {top: attributes.team}], allowedLateness: PT2M, latePaneEvery: PT1M}
              - {name: sliding, key: none, window: {sliding: PT2M, every: PT1M}, aggregates: [count, mean], allowedLateness: PT2M, latePaneEvery: PT1M}
              - {name: received, key: type, time: received, window: {fixed: PT5M}, aggregates: [count]}
              - {name: early, key: none, window: {fixed: PT5M}, aggregates: [count], allowedLateness: PT2M, latePaneEvery: PT1M, earlyEvery: PT30S}
              - {name: calendar, key: none, window: {calendar: day, zone: Asia/Seoul}, aggregates: [count], allowedLateness: PT2M, latePaneEvery: PT1M}
              - {name: sessions, key: deviceId, window: {session: PT3M}, aggregates: [count, sum], allowedLateness: PT2M, latePaneEvery: PT1M}
              - {name: pairs, join: {left: impression, right: click, on: attributes.ad, within: PT1M}, key: attributes.team, window: {fixed: PT1M}, aggregates: [count], allowedLateness: PT2M, latePaneEvery: PT1M}
            """;

    @TempDir
    Path folder;

    private TestPlatform platform;
    private TestNight night;
    private final IsolatingRunner runner = new IsolatingRunner();

    @BeforeEach
    void aPlatformWithEveryKindOfView() {
        platform = new TestPlatform(TestEvents.views(VIEWS), 2);
        night = new TestNight(platform, folder);
        night.runner = runner;
    }

    private void play(int fromSecond, int toSecond) {
        for (int second = fromSecond; second < toSecond; second += 20) {
            String team = second % 40 == 0 ? "red" : "blue";
            LogRecord.Events event = TestEvents.one(
                    "phone-" + second / 60 % 3,
                    "e" + second / 40,
                    at(second),
                    at(second + 2),
                    Integer.toString(second),
                    Map.of("team", team, "ad", "a" + second / 60));
            platform.put(TestEvents.typed(event, second % 60 == 0 ? "impression" : "click"));
            platform.control(new LogRecord.Heartbeat(IsoInstant.parse(at(second))));
        }
    }

    private static String at(int second) {
        return IsoInstant.format(IsoInstant.parse("2026-11-22T12:00:00.000Z") + second * 1000L);
    }

    @Test
    void aFirstNightAndOneThatGoesOn() {
        play(0, 600);
        platform.close();
        assertThat(night.run().summary().faults()).isEmpty();
        play(600, 900);
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-24T00:00:00.000Z")));
        platform.close();

        NightResult result = night.run();

        assertThat(result.summary().faults()).isEmpty();
        assertThat(result.summary().views()).hasSize(7).allSatisfy(view -> assertThat(view.cells())
                .isPositive());
        assertThat(runner.ran.keySet())
                .containsExactly(
                        "Decide",
                        "FixCut",
                        "JudgeDays",
                        "PublishRun",
                        "Recompute",
                        "Reconcile",
                        "StageArchive",
                        "WriteReport");
        assertThat(runner.ran.get("Reconcile"))
                .as("tables that are hidden from it")
                .isPositive();
    }

    @Test
    void aNightWithNothingToDo() {
        assertThat(night.run().exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(runner.ran.keySet()).containsExactly("Decide", "FixCut", "Recompute", "StageArchive");
    }
}
