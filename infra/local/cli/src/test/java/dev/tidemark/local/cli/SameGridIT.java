package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.view.View;
import dev.tidemark.local.data.DataClock;
import dev.tidemark.local.replay.Recording;
import dev.tidemark.local.replay.ReplayOutcome;
import dev.tidemark.local.runtime.mapping.MappingStats;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One recording, one grid: passes into fresh directories, whatever happens to the functions on the way, and a second pass
 * into the same directory leave the cells and panes of one calm pass.
 */
class SameGridIT {

    private static final int KILLS = 6;
    private static final long BETWEEN_KILLS_MILLIS = 700;

    @TempDir
    static Path temp;

    private static Path recording;
    private static long events;
    private static Path calmData;
    private static GridOfData calm;

    @BeforeAll
    static void aCalmPass() throws Exception {
        Built.requireFunctions();
        recording = VehicleSample.in(temp);
        calmData = temp.resolve("calm");
        try (Pass pass = new Pass(calmData)) {
            pass.replay();
        }
        calm = GridOfData.read(calmData);
        try (Truth truth = Truth.of(recording)) {
            events = truth.events();
            for (View view : calm.views()) {
                assertThat(calm.finalsAndBeyond(view)).as(view.name()).isEqualTo(truth.windows(view));
            }
        }
    }

    @Tag("thorough")
    @Test
    void a_function_that_is_killed_inside_its_invocations_leaves_the_same_grid() throws Exception {
        Path data = temp.resolve("killed");
        AtomicInteger killed = new AtomicInteger();
        try (Pass pass = new Pass(data)) {
            Thread killer = new Thread(() -> kill(pass.running, killed));
            killer.start();
            ReplayOutcome outcome = pass.post();
            killer.interrupt();
            killer.join();
            pass.closeWindows(outcome);

            assertThat(killed).hasValueGreaterThanOrEqualTo(5);
            MappingStats window = pass.running.platform().stats().mappings().get("window");
            assertThat(window.retries()).isGreaterThanOrEqualTo(killed.get());
        }
        assertThat(GridOfData.read(data)).isEqualTo(calm);
    }

    @Tag("thorough")
    @Test
    void functions_that_are_updated_in_the_middle_lose_nothing_and_count_nothing_twice() throws Exception {
        Path data = temp.resolve("updated");
        RollingUpdates updates = new RollingUpdates(temp.resolve("zips"), events);
        try (Pass pass = new Pass(data)) {
            ReplayOutcome outcome = pass.run.post(updates.during(pass.sample, pass.running.platform()));
            pass.closeWindows(outcome);

            assertThat(outcome.accepted()).isEqualTo(events);
            assertThat(outcome.rejected()).isZero();
            assertThat(pass.running.windows().heads().stream()
                            .mapToLong(head -> head.counts().events())
                            .sum())
                    .as("processed by the windows, duplicates included")
                    .isEqualTo(events);
            ArchivedEvents archived = ArchivedEvents.read(pass.running.platform());
            assertThat(archived.distinct()).as("events in the archive").isEqualTo(events);
            assertThat(archived.all()).as("and none of them twice").isEqualTo(events);
            updates.assertThatNoInvocationFailed(pass.running.platform().stats());
            updates.assertThatEachVersionHasServed(pass.running.platform().stats());
        }
        assertThat(GridOfData.read(data)).isEqualTo(calm);
    }

    @Test
    void a_second_pass_changes_nothing() throws Exception {
        Command second = Command.run(
                "replay",
                recording.toString(),
                "--views",
                Built.shared("data/views/vehicles.yaml").toString(),
                "--data",
                calmData.toString(),
                "--port",
                "0");

        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out()).contains("0 unique, ", " 0 rejected;");
        assertThat(GridOfData.read(calmData)).isEqualTo(calm);
    }

    private static void kill(RunningOnData running, AtomicInteger killed) {
        try {
            while (killed.get() < KILLS) {
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

    /** One pass of the recording over a data directory. */
    private static final class Pass implements AutoCloseable {

        final Recording sample;
        final RunningOnData running;
        final ReplayRun run;

        Pass(Path data) throws Exception {
            sample = Recording.open(List.of(recording));
            running = RunningOnData.start(VehicleSample.replay(recording, data), "test", data, DataClock.of("sample"));
            run = new ReplayRun(running, line -> {});
        }

        void replay() throws Exception {
            closeWindows(post());
        }

        ReplayOutcome post() throws Exception {
            return run.post(sample);
        }

        void closeWindows(ReplayOutcome outcome) throws Exception {
            run.closeWindows(outcome);
        }

        @Override
        public void close() throws Exception {
            running.close();
            sample.close();
        }
    }
}
