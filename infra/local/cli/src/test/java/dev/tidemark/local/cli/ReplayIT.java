package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.view.View;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorded data sets through HTTP, log, function zips and tables, held against DuckDB over the files. */
@Tag("thorough")
class ReplayIT {

    @TempDir
    Path temp;

    @BeforeAll
    static void theFunctionsAreBuilt() {
        Built.requireFunctions();
    }

    @Test
    void vehicles_are_exact_and_nearly_all_on_time() throws Exception {
        Path data = temp.resolve("vehicles");
        Command first = replay("vehicles", data);
        assertThat(first.code()).as(first.err()).isZero();
        // On a slow machine an answer may come too late, and what is then posted again is a duplicate.
        assertThat(first.out()).contains("284,695 unique, ");
        GridOfData grid = GridOfData.read(data);
        assertEqualToTruth("vehicles", grid, 284_695);
        assertThat(grid.onTime(grid.views().get(0)) / 284_695.0).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void flights_are_exact_though_every_event_is_late_and_most_are_out_of_order() throws Exception {
        Path data = temp.resolve("flights");
        Command replay = replay("flights", data);
        assertThat(replay.code()).as(replay.err()).isZero();
        assertThat(replay.out()).contains("69,484 unique, ");
        GridOfData grid = GridOfData.read(data);
        assertEqualToTruth("flights", grid, 69_484);
        assertThat(grid.onTime(grid.views().get(0)) / 69_484.0).isGreaterThanOrEqualTo(0.85);
    }

    private static Command replay(String name, Path data) {
        return Command.run(
                "replay",
                Built.shared("data/" + name + ".ndjson.gz").toString(),
                "--views",
                Built.shared("data/views/" + name + ".yaml").toString(),
                "--data",
                data.toString(),
                "--port",
                "0");
    }

    private static void assertEqualToTruth(String name, GridOfData grid, long events) throws Exception {
        try (Truth truth = Truth.of(Built.shared("data/" + name + ".ndjson.gz"))) {
            assertThat(truth.events()).isEqualTo(events);
            for (View view : grid.views()) {
                assertThat(grid.finalsAndBeyond(view)).as(view.name()).isEqualTo(truth.windows(view));
            }
        }
    }
}
