package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.local.data.DataClock;
import dev.tidemark.local.mapping.MappingStats;
import dev.tidemark.local.replay.Outcome;
import dev.tidemark.local.replay.Recording;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One recording, one grid: whatever happens to the functions on the way. */
class SameGridIT {

    private static final int KILLS = 6;
    private static final long BETWEEN_KILLS_MILLIS = 700;

    @TempDir
    Path temp;

    private Path recording;

    @BeforeEach
    void aSample() throws Exception {
        Built.requireFunctions();
        recording = VehicleSample.in(temp);
    }

    @Test
    void two_fresh_directories_and_a_function_killed_in_the_middle_give_the_same_cells_and_panes() throws Exception {
        GridOfData first = replay(temp.resolve("first"), 0);
        assertThat(replay(temp.resolve("second"), 0)).isEqualTo(first);
        assertThat(replay(temp.resolve("killed"), KILLS)).isEqualTo(first);
    }

    private GridOfData replay(Path data, int kills) throws Exception {
        ReplayCommand command = VehicleSample.replay(recording, data);
        try (Recording events = Recording.open(List.of(recording));
                RunningOnData running = RunningOnData.start(command, "test", data, DataClock.of("sample"))) {
            AtomicInteger killed = new AtomicInteger();
            Thread killer = new Thread(() -> kill(running, kills, killed));
            killer.start();
            ReplayRun run = new ReplayRun(running, line -> {});
            Outcome outcome = run.post(events);
            killer.interrupt();
            killer.join();
            run.closeWindows(outcome);
            assertThat(killed).hasValueGreaterThanOrEqualTo(Math.min(kills, 5));
            MappingStats window = running.platform().stats().mappings().get("window");
            assertThat(window.retries()).isGreaterThanOrEqualTo(killed.get());
        }
        return GridOfData.read(data);
    }

    private static void kill(RunningOnData running, int kills, AtomicInteger killed) {
        try {
            while (killed.get() < kills) {
                Thread.sleep(1);
                if (running.platform().killBusyInstance("window")) {
                    killed.incrementAndGet();
                    Thread.sleep(BETWEEN_KILLS_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            // The recording is posted: enough was killed, or the test says how little.
        }
    }
}
