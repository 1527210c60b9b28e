package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.platform.Metric;
import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.platform.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the function speaks: its metrics, and whether its invocation succeeds. */
class BatchHandlerTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String NAME = "tidemark-test-batch";
    private static final String VIEWS = """
            watermark: {outOfOrderness: PT10S, heartbeatEvery: PT1M, idleBound: PT2M}
            deduplicateFor: PT10M
            views:
              - name: per-team
                key: attributes.team
                window: {fixed: PT1M}
                aggregates: [count, sum]
                allowedLateness: PT0S
                latePaneEvery: PT1M
            """;

    @TempDir
    Path folder;

    private final TestPlatform platform = new TestPlatform(TestEvents.views(VIEWS), 1);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private BatchSettings settings;

    /** Four events, of which one comes half an hour late. */
    @BeforeEach
    void aDay() throws IOException {
        Path views = Files.writeString(folder.resolve("views.yaml"), VIEWS);
        settings = new BatchSettings("bucket", Map.of(), views.toString(), Duration.ofDays(30), "1GB");
        for (int minute = 0; minute < 3; minute++) {
            score("e" + minute, minute, minute);
        }
        score("late", 0, 30);
        finish();
    }

    private void score(String id, int minute, int received) {
        platform.put(TestEvents.one("device", id, at(minute), at(received), "1", Map.of("team", "red")));
    }

    private void finish() {
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-24T00:00:00.000Z")));
        platform.close();
    }

    private static String at(int minute) {
        return "2026-11-22T12:" + String.format("%02d", minute) + ":30.000Z";
    }

    private String run() {
        return run("2026-11-23T02:30:00Z");
    }

    private String run(String now) {
        return new BatchHandler(
                        settings,
                        new Stores(platform.objects, platform.items),
                        Clock.fixed(Instant.parse(now), ZoneOffset.UTC),
                        new PrintStream(printed, true, StandardCharsets.UTF_8),
                        folder.resolve("scratch"))
                .run(new NightEvent(null, null, null, null), NAME);
    }

    /** The last line that was printed. */
    private JsonNode metrics() throws IOException {
        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        return JSON.readTree(lines.get(lines.size() - 1));
    }

    @Test
    void everyMetricOfTheBatchIsPrinted() throws IOException {
        assertThat(JSON.readTree(run()).path("exitCode").asInt()).isZero();
        assertThat(Metric.of(PlatformFunction.BATCH)).isNotEmpty().allSatisfy(metric -> {
            assertThat(metrics().path(metric.metricName()).isNumber())
                    .as(metric.metricName())
                    .isTrue();
            assertThat(metrics().path("_aws").path("CloudWatchMetrics").toString())
                    .contains("{\"Name\":\"" + metric.metricName() + "\",\"Unit\":\"" + metric.unit() + "\"}");
        });
        assertThat(metrics().path(Metric.DIMENSION).asText()).isEqualTo(NAME);
        assertThat(metrics().path("Unexplained").asInt()).isZero();
        assertThat(metrics().path("LateShare").asInt()).isEqualTo(25);
        assertThat(metrics().path("VerifiedLag").asLong())
                .as("from the end of the day to half past two")
                .isEqualTo(9_000);
    }

    @Test
    void aNightWithoutWorkPrintsThatNothingIsUnexplainedAndHowFarItIsVerified() throws IOException {
        run();
        run("2026-11-23T08:30:00Z");
        assertThat(metrics().path("Unexplained").isNumber()).isTrue();
        assertThat(metrics().path("VerifiedLag").asLong()).isEqualTo(30_600);
    }

    @Test
    void whatIsUnexplainedRingsAndIsNoFailedInvocation() throws IOException {
        platform.items.all(Table.CELLS).forEach(cell -> platform.items.remove(Table.CELLS, cell));
        assertThat(JSON.readTree(run()).path("exitCode").asInt()).isEqualTo(1);
        assertThat(metrics().path("Unexplained").asInt()).isPositive();
    }

    @Test
    void aRunThatCannotPublishIsAFailedInvocationThatSaysWhatItFound() throws IOException {
        platform.items.switchFails = true;
        assertThatExceptionOfType(FailedNightException.class)
                .isThrownBy(this::run)
                .withMessageContaining("ended with 4")
                .withMessageContaining("the table is gone");
        assertThat(metrics().path("Unexplained").isNumber()).isTrue();
        platform.items.switchFails = false;
        assertThat(JSON.readTree(run()).path("exitCode").asInt()).isZero();
    }

    @Test
    void aRunThatCannotCompareIsAFailedInvocationAndCountsAsNoRun() throws IOException {
        platform.items.all(Table.CELLS).forEach(cell -> platform.items.remove(Table.CELLS, cell));
        assertThatExceptionOfType(FailedNightException.class)
                .isThrownBy(() -> run("2027-02-01T00:00:00Z"))
                .withMessageContaining("ended with 3");
        assertThat(metrics().has("Unexplained")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"date\":\"22.11.2026\"}",
                "{\"from\":\"2026-11-22\"}",
                "{\"from\":\"2026-11-23\",\"to\":\"2026-11-22\"}",
                "{\"date\":\"2026-11-22\",\"to\":\"2026-11-22\"}"
            })
    void anEventWithDaysThatAreNoneIsRefused(String event) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> read(event).first());
    }

    @Test
    void aSchedulesEventNamesNoDay() throws IOException {
        assertThat(read("{\"run\":\"night\"}")).isEqualTo(new NightEvent(null, null, null, null));
        assertThat(read("[]")).isEqualTo(new NightEvent(null, null, null, null));
        assertThat(read("{\"date\":\"2026-11-22\"}").last()).isEqualTo("2026-11-22");
    }

    private static NightEvent read(String event) throws IOException {
        return NightEvent.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
    }
}
