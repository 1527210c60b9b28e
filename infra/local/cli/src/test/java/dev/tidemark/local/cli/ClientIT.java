package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.local.data.DataClock;
import dev.tidemark.local.platform.Checkout;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Both clients against the running platform, in processes that are killed again and again. */
class ClientIT {

    private static final int EVENTS = 120;
    private static final int KILLS = 4;
    private static final Duration COLD = Duration.ofSeconds(60);

    @TempDir
    static Path temp;

    private static RunningOnData running;

    @BeforeAll
    static void itIsUp() throws Exception {
        Built.requireFunctions();
        UpCommand command = new UpCommand();
        new CommandLine(command).parseArgs("--data", data().toString(), "--port", "0");
        running = RunningOnData.start(command, "up", data(), DataClock.WALL);
    }

    @AfterAll
    static void itIsDown() {
        if (running != null) {
            running.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "node"})
    void killed_at_random_moments_nothing_that_was_queued_is_lost_and_each_event_counts_once(String platform)
            throws Exception {
        Random chance = new Random(20261122);
        long happened = Clock.systemUTC().millis();
        int queued = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process app = app(platform, happened, queued + 1);
            try (BufferedReader lines = app.inputReader()) {
                int dies = queued + 1 + chance.nextInt(EVENTS / KILLS);
                while (queued < dies) {
                    queued = Integer.parseInt(lines.readLine());
                }
                Thread.sleep(chance.nextInt(40));
                // By its handle, which leaves the pipe open.
                app.toHandle().destroyForcibly();
                app.waitFor();
                // What it had said before it died.
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    queued = Integer.parseInt(line);
                }
            }
        }
        Process last = app(platform, happened, queued + 1);
        assertThat(last.waitFor(COLD.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(last.exitValue()).isZero();
        long deadline = System.nanoTime() + COLD.toNanos();
        while (!windows(platform).contains("," + EVENTS + "," + EVENTS / 4 + ",")) {
            assertThat(System.nanoTime() - deadline).as(windows(platform)).isNegative();
            Thread.sleep(50);
        }
    }

    private static Process app(String platform, long happened, int from) throws Exception {
        List<String> command = new ArrayList<>(
                platform.equals("java")
                        ? List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                                ClientProcess.class.getName())
                        : List.of(
                                "node",
                                Checkout.find()
                                        .root()
                                        .resolve("clients/js/test/process.js")
                                        .toString()));
        command.addAll(List.of(
                running.platform().ingestUrl().toString(),
                temp.resolve(platform).toString(),
                device(platform),
                Long.toString(happened),
                Integer.toString(from),
                Integer.toString(EVENTS)));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String windows(String platform) {
        Command windows = Command.run(
                "windows",
                "--data",
                data().toString(),
                "--view",
                "clicks-per-campaign",
                "--key",
                device(platform),
                "--format",
                "csv");
        assertThat(windows.code()).as(windows.err()).isZero();
        return windows.out();
    }

    private static String device(String platform) {
        return "killed-" + platform;
    }

    private static Path data() {
        return temp.resolve("live");
    }
}
