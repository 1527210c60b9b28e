package dev.tidemark.simulation.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");

    private final List<String> said = new ArrayList<>();

    @Test
    void whatWaitsHappensInTheOrderOfItsTimesAndThenOfItsAnnouncement() {
        try (Timeline timeline = new Timeline(START)) {
            timeline.after(2_000, () -> say(timeline, "second"));
            timeline.after(1_000, () -> say(timeline, "first"));
            timeline.after(2_000, () -> say(timeline, "third"));
            timeline.runUntil(START.toEpochMilli() + 10);
        }

        assertThat(said).containsExactly("1 first", "2 second", "2 third");
    }

    @Test
    void strandsTakeTurnsWhereTheyPause() {
        try (Timeline timeline = new Timeline(START)) {
            timeline.start("a", () -> {
                say(timeline, "a");
                timeline.pause(5_000);
                say(timeline, "a again");
            });
            timeline.start("b", () -> {
                timeline.pause(2_000);
                say(timeline, "b");
                timeline.pause(8_000);
                say(timeline, "b again");
            });
            timeline.runUntil(START.toEpochMilli() + 100);
        }

        assertThat(said).containsExactly("0 a", "2 b", "5 a again", "10 b again");
    }

    @Test
    void aStrandThatIsKilledDiesAtItsNextPauseAndAtEveryLaterOne() {
        try (Timeline timeline = new Timeline(START)) {
            Strand victim = timeline.start("victim", () -> {
                say(timeline, "lives");
                try {
                    timeline.pause(5_000);
                } catch (StrandDied e) {
                    say(timeline, "dies");
                }
                timeline.pause(1);
                say(timeline, "never");
            });
            timeline.after(3_000, victim::kill);
            timeline.runUntil(START.toEpochMilli() + 100);
            assertThat(victim.hasEnded()).isTrue();
        }

        assertThat(said).containsExactly("0 lives", "5 dies");
    }

    @Test
    void whatIsUnforeseenComesOutAtTheDriver() {
        try (Timeline timeline = new Timeline(START)) {
            timeline.start("broken", () -> {
                throw new IllegalStateException("broken");
            });

            assertThatThrownBy(() -> timeline.runUntil(START.toEpochMilli() + 1))
                    .isInstanceOf(SimulationFailedException.class)
                    .hasRootCauseMessage("broken");
        }
    }

    @Test
    void theSameSeedGivesTheSameOrderWhateverTheMachineDoes() {
        List<String> first = interleaved(7);
        for (int i = 0; i < 5; i++) {
            assertThat(interleaved(7)).isEqualTo(first);
        }
        assertThat(interleaved(8)).isNotEqualTo(first);
    }

    private static List<String> interleaved(long seed) {
        List<String> order = new ArrayList<>();
        Random random = new Random(seed);
        try (Timeline timeline = new Timeline(START)) {
            for (int number = 0; number < 8; number++) {
                int me = number;
                timeline.start("strand " + me, () -> {
                    for (int step = 0; step < 20; step++) {
                        timeline.pause(random.nextInt(1_000));
                        order.add(me + "/" + step);
                    }
                });
            }
            timeline.runUntil(START.toEpochMilli() + 1_000);
        }
        assertThat(order).hasSize(160);
        return order;
    }

    private void say(Timeline timeline, String what) {
        said.add(timeline.millis() - START.toEpochMilli() + " " + what);
    }
}
