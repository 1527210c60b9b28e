package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything goes wrong, and the grid is that of a calm pass. */
class ChaosIT {

    private static final Pattern EQUAL = Pattern.compile("([\\d,]+) cells equal, ([\\d,]+) heads equal,"
            + " ([\\d,]+) panes equal, [\\d,]+ halves of joins equal, 0 differences");

    @TempDir
    Path temp;

    @BeforeEach
    void packagedFunctions() {
        Built.requireFunctions();
    }

    @Test
    void a_fleet_under_fire_leaves_the_grid_of_a_calm_pass_and_nothing_unexplained() {
        Command chaos = Command.run(
                "chaos",
                "--seed",
                "3",
                "--phones",
                "40",
                "--port",
                "0",
                "--data",
                temp.resolve("data").toString());

        assertThat(chaos.code()).as(chaos.out() + chaos.err()).isZero();
        assertThat(chaos.out()).contains("The grid is that of a calm pass.");
        assertThat(equal(chaos.out(), 1)).isGreaterThan(100);
        // 4 shards, and at least two splits with a merge between them.
        assertThat(equal(chaos.out(), 2)).isGreaterThanOrEqualTo(9);
        assertThat(equal(chaos.out(), 3)).isGreaterThan(100);
    }

    @Tag("thorough")
    @Test
    void a_recording_under_fire_leaves_the_grid_of_a_calm_pass_and_nothing_unexplained() throws Exception {
        Path recording = VehicleSample.in(temp);
        Command chaos = Command.run(
                "chaos",
                recording.toString(),
                "--views",
                Built.shared("data/views/vehicles.yaml").toString(),
                "--port",
                "0",
                "--data",
                temp.resolve("data").toString());

        assertThat(chaos.code()).as(chaos.out() + chaos.err()).isZero();
        assertThat(equal(chaos.out(), 1)).isGreaterThan(300);
    }

    private static long equal(String out, int group) {
        Matcher matcher = EQUAL.matcher(out);
        assertThat(matcher.find()).as(out).isTrue();
        return Long.parseLong(matcher.group(group).replace(",", ""));
    }
}
