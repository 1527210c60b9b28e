package dev.tidemark.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.local.runtime.fault.StoreFault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a seed decides. */
class ChaosPlanTest {

    private static final int REQUESTS = 4_000;

    @Test
    void the_same_seed_and_recording_give_the_same_plan_and_another_seed_another() {
        assertThat(ChaosPlan.of(7, 20_000)).isEqualTo(ChaosPlan.of(7, 20_000)).isNotEqualTo(ChaosPlan.of(8, 20_000));
        assertThat(faults(7, "PutItem")).isEqualTo(faults(7, "PutItem")).isNotEqualTo(faults(8, "PutItem"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 500, 20_000, 284_695, 50_000_000})
    void every_plan_has_every_kind_of_act_in_bounds_and_in_order(long events) {
        ChaosPlan plan = ChaosPlan.of(1, events);

        assertThat(plan.acts()).isSortedAccordingTo(Comparator.comparingLong(Act::atEvent));
        assertThat(plan.acts()).allSatisfy(act -> assertThat(act.atEvent()).isBetween(0L, events));
        assertThat(plan.count(Act.Kill.class)).isBetween(9L, 40L);
        assertThat(plan.count(Act.Split.class)).isBetween(2L, 5L);
        assertThat(plan.count(Act.Merge.class)).isBetween(1L, 4L);
        assertThat(plan.acts())
                .filteredOn(Act.Kill.class::isInstance)
                .extracting(act -> ((Act.Kill) act).function())
                .contains("window", "archive", "ingest", "tick");
    }

    @Test
    void every_kind_of_fault_befalls_writes_and_most_requests_pass() {
        List<StoreFault> writes = faults(1, "PutItem");

        assertThat(writes).contains(StoreFault.values());
        assertThat(writes).hasSizeBetween(REQUESTS / 91, REQUESTS / 15);
        assertThat(writes).filteredOn(StoreFault.DONE_LATE::equals).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void what_is_read_is_neither_late_nor_without_its_answer() {
        assertThat(faults(1, "Query")).doesNotContain(StoreFault.DONE_LATE, StoreFault.ANSWER_LOST);
    }

    @Test
    void batches_of_every_size_are_cut_and_some_come_again_until_it_is_calm() {
        SeededCutting cutting = new SeededCutting(1);
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            sizes.add(cutting.mostRecords("window", "shard", 1_000));
            cutting.again("window", "shard");
        }

        assertThat(sizes).allSatisfy(size -> assertThat(size).isBetween(1, 1_000));
        assertThat(sizes)
                .anyMatch(size -> size < 10)
                .anyMatch(size -> size > 100 && size < 1_000)
                .contains(1_000);
        assertThat(cutting.recut()).isBetween(100L, 300L);
        assertThat(cutting.again()).isBetween(10L, 80L);

        cutting.calm();
        assertThat(cutting.mostRecords("window", "shard", 1_000)).isEqualTo(1_000);
        assertThat(cutting.again("window", "shard")).isFalse();
    }

    private static List<StoreFault> faults(long seed, String operation) {
        SeededFaults plan = new SeededFaults(seed);
        List<StoreFault> faults = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            StoreFault fault = plan.next(operation);
            if (fault != null) {
                faults.add(fault);
            }
        }
        return faults;
    }
}
