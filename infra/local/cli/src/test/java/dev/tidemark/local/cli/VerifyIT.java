package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smoke test of a stage, whole, on the packaged functions and the emulators. */
class VerifyIT {

    @TempDir
    Path temp;

    @BeforeAll
    static void theFunctionsAreBuilt() {
        Built.requireFunctions();
    }

    @Test
    void every_step_sees_the_three_events_and_what_was_not_looked_at_is_said() throws Exception {
        Path views = Files.writeString(temp.resolve("views.yaml"), """
                watermark: {outOfOrderness: PT1S, heartbeatEvery: PT1S, idleBound: PT20S}
                deduplicateFor: PT10M
                views:
                  - name: clicks
                    where: {type: ad_click}
                    key: attributes.campaign
                    window: {fixed: PT10S}
                    aggregates: [count, sum]
                    allowedLateness: PT0S
                    latePaneEvery: PT10S
                """);
        Path data = temp.resolve("data");

        Command verify = Command.run("verify", "--data", data.toString(), "--views", views.toString(), "--port", "0");

        assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
        List<String> lines = verify.out().lines().toList();
        assertThat(lines)
                .filteredOn(line -> line.contains(" of 8  "))
                .extracting(line -> line.replaceAll(".* of 8  ([a-z-]+):.*", "$1"))
                .containsExactly("reach", "post", "window", "pane", "night", "report", "alarms", "clean-up");
        assertThat(lines).filteredOn(line -> line.startsWith("        saw: ")).hasSize(7);
        assertThat(lines)
                .anyMatch(line -> line.contains("count 3 in the window's published pane"))
                .anyMatch(line -> line.contains("stream on time 3, batch 3, unexplained 0 in batch/days/"))
                .anyMatch(line -> line.startsWith("        not looked at: there is no CloudWatch on this machine"))
                .anyMatch(line -> line.contains("It stays in the data directory " + data));
        assertThat(lines.get(lines.size() - 1)).isEqualTo("the platform on this machine works; not looked at: alarms.");
    }
}
