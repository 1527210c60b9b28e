package dev.tidemark.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.event.DeadBand;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the table has to say, so that the dead bands stay chosen from it. */
class TimeTableTest {

    private static final DeadBand TEN = DeadBand.of(Duration.ofSeconds(10));

    @Test
    void the_same_seed_prints_the_same_table_and_another_seed_another() {
        String table = table(1);
        assertThat(table).isEqualTo(table(1)).isNotEqualTo(table(2));
        assertThat(table.lines().filter(line -> line.startsWith("right clock, long transits")))
                .hasSize(TimeTable.BANDS.size() + 1);
        assertThat(table).contains("\ntrusted ", "\ncorrected ");
    }

    @Test
    void with_the_exchange_no_clock_and_no_network_inverts_the_order_of_a_device() {
        for (Trial trial : Trial.all()) {
            TimeErrors errors = errors(trial, true, DeadBand.DEFAULT);
            assertThat(errors.inversions()).as(trial.name()).isZero();
            assertThat(errors.wrongMinute()).as(trial.name()).isLessThan(0.05);
        }
    }

    @Test
    void without_it_ten_seconds_behind_take_slow_requests_for_slow_clocks_and_thirty_do_not() {
        Trial right = trial("right clock");
        assertThat(errors(right, false, TEN).inversions()).isPositive();
        assertThat(errors(right, false, DeadBand.DEFAULT).inversions()).isZero();
        assertThat(errors(right, false, DeadBand.DEFAULT).quantile(1)).isZero();
    }

    @Test
    void a_clock_that_is_three_seconds_ahead_is_corrected_where_ten_seconds_either_way_believe_it() {
        Trial ahead = trial("3 s ahead");
        assertThat(errors(ahead, false, DeadBand.DEFAULT).wrongMinute())
                .isLessThan(errors(ahead, false, TEN).wrongMinute());
        assertThat(errors(ahead, true, DeadBand.DEFAULT).quantile(0.99)).isLessThan(1_000);
    }

    @Test
    void errors_are_counted_by_hand_on_four_events() {
        TimeErrors errors = new TimeErrors();
        errors.add("d", 59_000, 59_000);
        errors.add("d", 59_500, 60_500);
        errors.add("d", 60_000, 59_900);
        errors.add("e", 61_000, 61_003);
        assertThat(errors.events()).isEqualTo(4);
        assertThat(errors.quantile(0.5)).isEqualTo(3);
        assertThat(errors.quantile(0.99)).isEqualTo(1_000);
        assertThat(errors.wrongMinute()).isEqualTo(0.5);
        assertThat(errors.inversions()).isEqualTo(1);
    }

    private static String table(long seed) {
        return new TimeTable(seed, 2, Duration.ofMinutes(20)).measure();
    }

    private static Trial trial(String name) {
        return Trial.all().stream()
                .filter(trial -> trial.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static TimeErrors errors(Trial trial, boolean exchanges, DeadBand band) {
        List<TrialLog.Sighting> sightings = TrialLog.of(trial, exchanges, 1, 6, Duration.ofHours(1)).stream()
                .sorted(Comparator.comparingLong(TrialLog.Sighting::happenedAt))
                .toList();
        return TimeTable.errors(sightings, band);
    }
}
