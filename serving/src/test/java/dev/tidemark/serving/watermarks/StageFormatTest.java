package dev.tidemark.serving.watermarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.watermark.ShardTime;
import dev.tidemark.domain.watermark.StageReading;
import dev.tidemark.domain.watermark.Watermarks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One shard that has said 12:05:00 and stands at 12:04:30; nothing is archived or verified yet. */
class StageFormatTest {

    private static final long NOW = millis("2026-01-01T12:05:01.500Z");

    private static final StageReading READING = new StageReading(
            List.of(new StageReading.StageShard(
                    "shardId-0",
                    List.of(),
                    false,
                    millis("2026-01-01T12:05:00Z"),
                    new ShardTime(
                            millis("2026-01-01T12:05:00Z"),
                            new Watermarks(millis("2026-01-01T12:04:30Z"), Watermarks.UNKNOWN)),
                    false,
                    null)),
            new Watermarks(millis("2026-01-01T11:04:00Z"), Watermarks.UNKNOWN),
            Map.of(TimeDomain.EVENT, List.of(Watermarks.UNKNOWN)));

    @Test
    void the_table_has_a_line_a_stage_with_its_lag_and_a_dash_for_minus_infinity() throws IOException {
        StringBuilder out = new StringBuilder();
        StageFormat.TABLE.print(READING, HeldBack.in(READING, Duration.ofMinutes(1), NOW), NOW, out);

        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .startsWith(
                        "stage shard domain input output lag",
                        "ingested event 2026-01-01T12:05:00.000Z 2026-01-01T12:05:00.000Z 0:00:01.500",
                        "shard shardId-0 event 2026-01-01T12:05:00.000Z 2026-01-01T12:04:30.000Z 0:00:31.500",
                        "global event 2026-01-01T12:04:30.000Z 2026-01-01T12:04:30.000Z 0:00:31.500",
                        "published event 2026-01-01T12:04:30.000Z 2026-01-01T11:04:00.000Z 1:01:01.500",
                        "archived event 2026-01-01T12:04:30.000Z - -",
                        "verified event - - -")
                .contains("event is held back by shardId-0, idle: applied up to 2026-01-01T12:05:00.000Z, last record"
                        + " 2026-01-01T12:05:00.000Z");
    }

    @Test
    void json_has_an_object_a_stage_with_its_lag_in_seconds_and_null_for_minus_infinity() throws IOException {
        StringBuilder out = new StringBuilder();
        StageFormat.JSON.print(READING, HeldBack.in(READING, Duration.ofMinutes(1), NOW), NOW, out);
        JsonNode root = new JsonMapper().readTree(out.toString());

        assertThat(root.path("at").asText()).isEqualTo("2026-01-01T12:05:01.500Z");
        assertThat(root.path("stages").get(1).toString())
                .isEqualTo("{\"stage\":\"shard\",\"shard\":\"shardId-0\",\"domain\":\"event\","
                        + "\"input\":\"2026-01-01T12:05:00.000Z\",\"output\":\"2026-01-01T12:04:30.000Z\","
                        + "\"lagSeconds\":31.5}");
        assertThat(root.path("stages").get(5).path("output").isNull()).isTrue();
        assertThat(root.path("stages").get(5).path("lagSeconds").isNull()).isTrue();
        assertThat(root.path("heldBack").get(0).toString())
                .isEqualTo("{\"domain\":\"event\",\"shard\":\"shardId-0\",\"watermark\":\"2026-01-01T12:04:30.000Z\","
                        + "\"state\":\"idle\",\"appliedThrough\":\"2026-01-01T12:05:00.000Z\","
                        + "\"lastRecord\":\"2026-01-01T12:05:00.000Z\"}");
    }

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }
}
