package dev.tidemark.domain.watermark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.view.TimeDomain;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Output at or before input, at every stage, always. */
class StageReadingTest {

    private static final long UNKNOWN = Watermarks.UNKNOWN;

    @Test
    void beforeAnythingIsKnownEveryWatermarkIsMinusInfinity() {
        StageReading empty = new StageReading(List.of(), Watermarks.NONE, Map.of());

        assertThat(empty.stages()).isNotEmpty().allSatisfy(stage -> {
            assertThat(stage.input()).isEqualTo(UNKNOWN);
            assertThat(stage.output()).isEqualTo(UNKNOWN);
        });
    }

    /** Two shards: one read to its end at 900, one that stands at 400 while its log says 1,000. */
    @Test
    void theShardThatIsBehindHoldsEverythingAfterIt() {
        StageReading reading = new StageReading(
                List.of(shard("a", 950, time(950, 900, 940), 900), shard("b", 1_000, time(500, 400, 450), 300)),
                new Watermarks(400, 450),
                Map.of(TimeDomain.EVENT, List.of(200L, 250L)));

        assertThat(reading.stages())
                .filteredOn(stage -> stage.domain() == TimeDomain.EVENT)
                .containsExactly(
                        stage(Stage.INGESTED, "", 1_000, 950),
                        stage(Stage.SHARD, "a", 950, 900),
                        stage(Stage.SHARD, "b", 1_000, 400),
                        stage(Stage.GLOBAL, "", 400, 400),
                        stage(Stage.PUBLISHED, "", 400, 400),
                        stage(Stage.ARCHIVED, "", 400, 300),
                        stage(Stage.VERIFIED, "", 300, 200));
    }

    @Test
    void aWatermarkRecordBeyondTheClockIsSomethingThatTheLogHasSaid() {
        StageReading reading =
                new StageReading(List.of(shard("a", 950, time(950, 5_000, 5_000), 900)), Watermarks.NONE, Map.of());

        assertThat(reading.saidMillis()).isEqualTo(5_000);
        assertThat(reading.stages()).contains(stage(Stage.SHARD, "a", 5_000, 5_000));
    }

    @Test
    void aShardWithoutParentsThatNobodyHasReadHoldsEverythingAtMinusInfinity() {
        StageReading reading = new StageReading(
                List.of(
                        shard("a", 950, time(950, 900, 940), 900),
                        new StageReading.StageShard("b", List.of(), false, 700, null, false, null)),
                Watermarks.NONE,
                Map.of());

        assertThat(reading.stages())
                .contains(stage(Stage.SHARD, "b", 700, UNKNOWN), stage(Stage.GLOBAL, "", UNKNOWN, UNKNOWN));
    }

    @Test
    void aChildThatIsNotOpenYetIsHeldByItsParentsAndSaysWhatTheySaid() {
        StageReading reading = new StageReading(
                List.of(
                        new StageReading.StageShard(
                                "p", List.of(), true, 950, time(950, 900, 940), false, new Watermarks(900, 940)),
                        new StageReading.StageShard("c", List.of("p"), false, UNKNOWN, null, false, null)),
                Watermarks.NONE,
                Map.of());

        assertThat(reading.stages())
                .contains(
                        stage(Stage.INGESTED, "", 950, 950),
                        stage(Stage.SHARD, "c", 950, 900),
                        stage(Stage.GLOBAL, "", 900, 900),
                        stage(Stage.ARCHIVED, "", 900, 900));
    }

    @Test
    void aParentThatHasEndedHoldsTheArchiveUntilItsLastRecordIsInIt() {
        StageReading.StageShard child = shard("c", 2_000, time(2_000, 1_900, 1_900), 1_500);
        StageReading reading = new StageReading(
                List.of(
                        new StageReading.StageShard(
                                "p", List.of(), true, 950, time(950, 900, 940), true, new Watermarks(100, 100)),
                        child),
                Watermarks.NONE,
                Map.of());

        assertThat(reading.stages())
                .contains(stage(Stage.GLOBAL, "", 1_900, 1_900), stage(Stage.ARCHIVED, "", 1_900, 100));
    }

    @Property(tries = 300)
    void outputNeverPassesInputAndNothingEverGoesBack(@ForAll long seed) {
        RandomPipeline pipeline = new RandomPipeline(new Random(seed));
        Map<String, StageWatermark> before = new HashMap<>();
        for (int i = 0; i < 120; i++) {
            String did = pipeline.step();
            for (StageWatermark now : pipeline.reading().stages()) {
                assertThat(now.output()).as("%s after %s", now, did).isLessThanOrEqualTo(now.input());
                StageWatermark earlier = before.put(now.stage() + now.shardId() + now.domain(), now);
                if (earlier != null) {
                    assertThat(now.input()).as("%s after %s", now, did).isGreaterThanOrEqualTo(earlier.input());
                    assertThat(now.output()).as("%s after %s", now, did).isGreaterThanOrEqualTo(earlier.output());
                }
            }
        }
    }

    private static StageReading.StageShard shard(String id, long said, ShardTime applied, long archived) {
        return new StageReading.StageShard(
                id, List.of(), false, said, applied, false, new Watermarks(archived, archived));
    }

    private static StageWatermark stage(Stage stage, String shard, long input, long output) {
        return new StageWatermark(stage, shard, TimeDomain.EVENT, input, output);
    }

    private static ShardTime time(long clock, long event, long received) {
        return new ShardTime(clock, new Watermarks(event, received));
    }
}
