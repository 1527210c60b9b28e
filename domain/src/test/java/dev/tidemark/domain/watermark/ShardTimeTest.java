package dev.tidemark.domain.watermark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.WatermarkPolicy;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ShardTimeTest {

    private static final long UNKNOWN = Watermarks.UNKNOWN;

    /** Events stay 10 ms behind, heartbeats 30 ms (event) and 5 ms (received). */
    private static final WatermarkPolicy POLICY = new WatermarkPolicy(
            Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofMillis(30), Duration.ofMillis(5));

    @Test
    void startsBeforeAllTime() {
        assertThat(ShardTime.START).isEqualTo(time(UNKNOWN, UNKNOWN, UNKNOWN));
    }

    @Test
    void eventsMoveTheClockToTheirArrivalAndTheEventWatermarkBehindTheLatest() {
        assertThat(ShardTime.START.afterEvents(1_000, 900, POLICY)).isEqualTo(time(1_000, 890, UNKNOWN));
        assertThat(time(1_000, 890, 7).afterEvents(1_010, 950, POLICY)).isEqualTo(time(1_010, 940, 7));
    }

    @Test
    void olderEventsMoveNothingBack() {
        assertThat(time(1_000, 890, 7).afterEvents(990, 500, POLICY)).isEqualTo(time(1_000, 890, 7));
    }

    @Test
    void duplicatesAloneMoveTheClockOnly() {
        assertThat(time(1_000, 890, 7).afterEvents(2_000, UNKNOWN, POLICY)).isEqualTo(time(2_000, 890, 7));
        assertThat(ShardTime.START.afterEvents(2_000, UNKNOWN, POLICY)).isEqualTo(time(2_000, UNKNOWN, UNKNOWN));
    }

    @Test
    void aHeartbeatMovesTheClockAndBothWatermarksBehindIt() {
        assertThat(ShardTime.START.afterHeartbeat(1_000, POLICY)).isEqualTo(time(1_000, 970, 995));
        assertThat(time(1_000, 985, 999).afterHeartbeat(1_001, POLICY)).isEqualTo(time(1_001, 985, 999));
        assertThat(time(1_000, 985, 994).afterHeartbeat(900, POLICY)).isEqualTo(time(1_000, 985, 994));
    }

    @Test
    void aWatermarkRecordSetsBothWatermarksAndLeavesTheClock() {
        assertThat(ShardTime.START.afterWatermark(500)).isEqualTo(time(UNKNOWN, 500, 500));
        assertThat(time(1_000, 400, 600).afterWatermark(500)).isEqualTo(time(1_000, 500, 600));
    }

    @Test
    void theFirstRecordMeetsItsOwnTimeAndLaterOnesTheClockBeforeThem() {
        assertThat(ShardTime.START.clockBefore(1_000)).isEqualTo(1_000);
        assertThat(time(900, UNKNOWN, UNKNOWN).clockBefore(1_000)).isEqualTo(900);
        assertThat(time(1_100, UNKNOWN, UNKNOWN).clockBefore(1_000)).isEqualTo(1_100);
    }

    @Test
    void aChildOfTwoShardsStartsWithTheEarlierWatermarksAndTheLaterClock() {
        assertThat(time(1_000, 400, 600).inheritedWith(time(900, 500, 550))).isEqualTo(time(1_000, 400, 550));
        assertThat(time(1_000, 400, 600).inheritedWith(ShardTime.START)).isEqualTo(time(1_000, UNKNOWN, UNKNOWN));
    }

    @Test
    void minusInfinityIsNeverSubtractedFrom() {
        assertThat(Watermarks.before(UNKNOWN, 10)).isEqualTo(UNKNOWN);
        assertThat(Watermarks.before(UNKNOWN + 9, 10)).isEqualTo(UNKNOWN);
        assertThat(Watermarks.before(UNKNOWN + 10, 10)).isEqualTo(UNKNOWN);
        assertThat(Watermarks.before(UNKNOWN + 11, 10)).isEqualTo(UNKNOWN + 1);
        assertThat(Watermarks.before(0, 10)).isEqualTo(-10);
    }

    @Test
    void theWatermarkOfADomainIsItsOwn() {
        assertThat(new Watermarks(1, 2).in(TimeDomain.EVENT)).isEqualTo(1);
        assertThat(new Watermarks(1, 2).in(TimeDomain.RECEIVED)).isEqualTo(2);
        assertThat(new Watermarks(1, 2).max(new Watermarks(0, 3))).isEqualTo(new Watermarks(1, 3));
        assertThat(new Watermarks(1, 2).min(new Watermarks(0, 3))).isEqualTo(new Watermarks(0, 2));
        assertThat(Watermarks.NONE.min(new Watermarks(0, 3))).isEqualTo(Watermarks.NONE);
        assertThat(Watermarks.NONE.max(new Watermarks(0, 3))).isEqualTo(new Watermarks(0, 3));
    }

    @Property
    void nothingEverGoesBack(@ForAll("moves") List<long[]> moves) {
        ShardTime time = ShardTime.START;
        for (long[] move : moves) {
            ShardTime after =
                    switch ((int) move[0]) {
                        case 0 -> time.afterEvents(move[1], Math.min(move[1], move[2]), POLICY);
                        case 1 -> time.afterEvents(move[1], UNKNOWN, POLICY);
                        case 2 -> time.afterHeartbeat(move[1], POLICY);
                        default -> time.afterWatermark(move[1]);
                    };
            assertThat(after.clock()).isGreaterThanOrEqualTo(time.clock());
            assertThat(after.watermarks().max(time.watermarks())).isEqualTo(after.watermarks());
            time = after;
        }
    }

    @Provide
    Arbitrary<List<long[]>> moves() {
        return Arbitraries.longs()
                .between(-1_000, 1_000)
                .array(long[].class)
                .ofSize(3)
                .map(move -> new long[] {Math.floorMod(move[0], 4), move[1], move[2]})
                .list()
                .ofMaxSize(30);
    }

    private static ShardTime time(long clock, long event, long received) {
        return new ShardTime(clock, new Watermarks(event, received));
    }
}
