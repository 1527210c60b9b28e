package dev.tidemark.serving.watermarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.watermark.ShardTime;
import dev.tidemark.domain.watermark.StageReading;
import dev.tidemark.domain.watermark.Watermarks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two shards, heartbeats every minute; it is 12:10, and times are mm:ss after 12 o'clock. */
class HeldBackTest {

    @ParameterizedTest(name = "{6}")
    @CsvSource(delimiter = '|', textBlock = """
            09:30 | 09:30 | 08:00 | 09:30 | 09:30 | 09:00 | idle: its heartbeats come, and no events     | a idle
            09:30 | 09:40 | 08:00 | 09:30 | 09:30 | 09:00 | behind: there are records behind its head    | a behind
            06:59 | 09:40 | 06:00 | 09:30 | 09:30 | 09:00 | failing: not moved for three heartbeats      | a failing
            06:59 | 06:59 | 06:00 | 09:30 | 09:30 | 09:00 | failing: not even heartbeats reach its log   | a failing
            09:30 | 09:30 | 09:00 | 09:30 | 09:30 | 09:00 | both, where none is behind the other         | a idle, b idle
            """)
    void aShardHoldsTheOthersBack(
            String appliedA,
            String saidA,
            String watermarkA,
            String appliedB,
            String saidB,
            String watermarkB,
            String why,
            String expected) {
        StageReading reading = new StageReading(
                List.of(shard("a", appliedA, saidA, watermarkA), shard("b", appliedB, saidB, watermarkB)),
                Watermarks.NONE,
                Map.of());
        assertThat(String.join(
                        ", ",
                        HeldBack.in(reading, Duration.ofMinutes(1), at("10:00")).stream()
                                .filter(held -> held.domain() == TimeDomain.EVENT)
                                .map(held -> held.shardId() + " " + held.state().wireName())
                                .toList()))
                .isEqualTo(expected);
    }

    private static StageReading.StageShard shard(String id, String applied, String said, String watermark) {
        return new StageReading.StageShard(
                id,
                List.of(),
                false,
                at(said),
                new ShardTime(at(applied), new Watermarks(at(watermark), at(watermark))),
                false,
                null);
    }

    private static long at(String clock) {
        return IsoInstant.parse("2026-01-01T12:" + clock + "Z");
    }
}
