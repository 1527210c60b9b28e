package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.platform.PlatformFunction;
import dev.tidemark.domain.view.View;
import dev.tidemark.local.data.DataClock;
import dev.tidemark.local.emulator.Checkout;
import dev.tidemark.local.lambda.FunctionStats;
import dev.tidemark.local.replay.Arrivals;
import dev.tidemark.local.replay.Outcome;
import dev.tidemark.local.replay.Recording;
import dev.tidemark.local.runtime.LocalPlatform;
import dev.tidemark.local.runtime.Stats;
import dev.tidemark.local.windows.ShardHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New zips take over in the middle of a recording, and nobody can tell from what is stored. */
class RollingUpdateIT {

    /** In this order, one after the other, twice. */
    private static final List<PlatformFunction> UPDATED =
            List.of(PlatformFunction.INGEST, PlatformFunction.WINDOW, PlatformFunction.ARCHIVE);

    private static final int UPDATES_EACH = 2;
    private static final int UPDATES = UPDATES_EACH * UPDATED.size();

    /** Invocations of one function that may be in flight at an update, and end on the old version. */
    private static final int IN_FLIGHT = 2;

    @TempDir
    Path temp;

    /** Of each function, at each of its updates. */
    private final Map<PlatformFunction, List<Long>> invocationsBefore = new EnumMap<>(PlatformFunction.class);

    private Path recording;
    private long events;

    @BeforeEach
    void aSample() throws Exception {
        Built.requireFunctions();
        recording = VehicleSample.in(temp);
        try (Truth truth = Truth.of(recording)) {
            events = truth.events();
        }
    }

    @Test
    void functions_that_are_updated_in_the_middle_lose_nothing_and_count_nothing_twice() throws Exception {
        GridOfData undisturbed = replay(temp.resolve("undisturbed"), 0);
        GridOfData updated = replay(temp.resolve("updated"), UPDATES);
        assertThat(invocationsBefore).hasSize(UPDATED.size()).allSatisfy((function, counts) -> assertThat(counts)
                .hasSize(UPDATES_EACH));
        assertThat(updated).isEqualTo(undisturbed);
        try (Truth truth = Truth.of(recording)) {
            for (View view : updated.views()) {
                assertThat(updated.finalsAndBeyond(view)).as(view.name()).isEqualTo(truth.windows(view));
            }
        }
    }

    private GridOfData replay(Path data, int updates) throws Exception {
        ReplayCommand command = VehicleSample.replay(recording, data);
        try (Recording sample = Recording.open(List.of(recording));
                RunningOnData running = RunningOnData.start(command, "test", data, DataClock.of("sample"))) {
            ReplayRun run = new ReplayRun(running, line -> {});
            Outcome outcome = run.post(updating(running.platform(), sample, updates));
            run.closeWindows(outcome);

            assertThat(outcome.accepted()).isEqualTo(events);
            assertThat(outcome.rejected()).isZero();
            assertThat(running.windows().heads().stream()
                            .mapToLong(ShardHead::events)
                            .sum())
                    .as("processed by the windows, duplicates included")
                    .isEqualTo(events);
            ArchivedEvents archived = ArchivedEvents.read(running.platform());
            assertThat(archived.distinct()).as("events in the archive").isEqualTo(events);
            assertThat(archived.all()).as("and none of them twice").isEqualTo(events);
            assertThatNoInvocationFailed(running.platform().stats());
            assertThatEachVersionHasServed(running.platform().stats());
        }
        return GridOfData.read(data);
    }

    /** An update is no failure: whoever was inside an invocation answered it, and nothing was delivered again. */
    private static void assertThatNoInvocationFailed(Stats stats) {
        for (PlatformFunction function : UPDATED) {
            FunctionStats counters = stats.functions().get(function.shortName());
            assertThat(counters.errors()).as(function + ", " + counters).isZero();
            assertThat(counters.throttles()).as(function + ", " + counters).isZero();
        }
        stats.mappings()
                .forEach((name, mapping) ->
                        assertThat(mapping.retries()).as(name).isZero());
    }

    private void assertThatEachVersionHasServed(Stats stats) {
        invocationsBefore.forEach((function, counts) -> {
            long before = 0;
            List<Long> ends = new ArrayList<>(counts);
            ends.add(stats.functions().get(function.shortName()).invocations());
            for (long end : ends) {
                assertThat(end - before).as(function + " at " + ends).isGreaterThan(IN_FLIGHT);
                before = end;
            }
        });
    }

    /** The sample; in even distances an update begins, while what was read ahead of it is still being posted. */
    private Arrivals updating(LocalPlatform platform, Recording sample, int updates) {
        long[] read = {0};
        int[] done = {0};
        return () -> {
            if (done[0] < updates && ++read[0] * (updates + 1) >= events * (done[0] + 1)) {
                update(platform, UPDATED.get(done[0]++ % UPDATED.size()));
            }
            return sample.next();
        };
    }

    private void update(LocalPlatform platform, PlatformFunction function) {
        Path built = Checkout.find().root().resolve(function.zip());
        try {
            Path copy = temp.resolve(function.shortName() + ".zip");
            invocationsBefore
                    .computeIfAbsent(function, first -> new ArrayList<>())
                    .add(platform.stats().functions().get(function.shortName()).invocations());
            Files.copy(built, copy, StandardCopyOption.REPLACE_EXISTING);
            platform.redeploy(function.shortName(), copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
