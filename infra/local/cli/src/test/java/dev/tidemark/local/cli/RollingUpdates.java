package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.local.platform.Checkout;
import dev.tidemark.local.platform.LocalPlatform;
import dev.tidemark.local.platform.Stats;
import dev.tidemark.local.replay.Arrivals;
import dev.tidemark.local.runtime.lambda.FunctionStats;
import dev.tidemark.platform.PlatformFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** New zips that take over in the middle of a recording, in even distances, and what must hold of them. */
final class RollingUpdates {

    /** In this order, one after the other, twice. */
    private static final List<PlatformFunction> UPDATED =
            List.of(PlatformFunction.INGEST, PlatformFunction.WINDOW, PlatformFunction.ARCHIVE);

    private static final int UPDATES_EACH = 2;
    private static final int UPDATES = UPDATES_EACH * UPDATED.size();

    /** Invocations of one function that may be in flight at an update, and end on the old version. */
    private static final int IN_FLIGHT = 2;

    private final Path zips;
    private final long events;

    /** Of each function, at each of its updates. */
    private final Map<PlatformFunction, List<Long>> invocationsBefore = new EnumMap<>(PlatformFunction.class);

    /**
     * Updates to come.
     *
     * @param zips where copies of the functions' zips are put
     * @param events of the recording
     */
    RollingUpdates(Path zips, long events) {
        this.zips = zips;
        this.events = events;
    }

    /** The recording; at each update what was read ahead of it is still being posted. */
    Arrivals during(Arrivals recording, LocalPlatform platform) {
        long[] read = {0};
        int[] done = {0};
        return () -> {
            if (done[0] < UPDATES && ++read[0] * (UPDATES + 1) >= events * (done[0] + 1)) {
                update(platform, UPDATED.get(done[0]++ % UPDATED.size()));
            }
            return recording.next();
        };
    }

    private void update(LocalPlatform platform, PlatformFunction function) {
        Path built = Checkout.find().zip(function);
        try {
            Path copy = Files.createDirectories(zips).resolve(function.shortName() + ".zip");
            invocationsBefore
                    .computeIfAbsent(function, first -> new ArrayList<>())
                    .add(platform.stats().functions().get(function.shortName()).invocations());
            Files.copy(built, copy, StandardCopyOption.REPLACE_EXISTING);
            platform.redeploy(function.shortName(), copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An update is no failure: whoever was inside an invocation answered it, and nothing was delivered again. */
    void assertThatNoInvocationFailed(Stats stats) {
        for (PlatformFunction function : UPDATED) {
            FunctionStats counters = stats.functions().get(function.shortName());
            assertThat(counters.errors()).as(function + ", " + counters).isZero();
            assertThat(counters.throttles()).as(function + ", " + counters).isZero();
        }
        stats.mappings()
                .forEach((name, mapping) ->
                        assertThat(mapping.retries()).as(name).isZero());
    }

    /** All updates took place, and between any two each function has answered. */
    void assertThatEachVersionHasServed(Stats stats) {
        assertThat(invocationsBefore).hasSize(UPDATED.size()).allSatisfy((function, counts) -> assertThat(counts)
                .hasSize(UPDATES_EACH));
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
}
