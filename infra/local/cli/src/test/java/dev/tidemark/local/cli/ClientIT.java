package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.local.data.DataClock;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The client for Java against the running platform, in a process that is killed again and again. */
class ClientIT {

    private static final int EVENTS = 120;
    private static final int KILLS = 4;
    private static final Duration COLD = Duration.ofSeconds(60);

    @TempDir
    Path temp;

    @BeforeAll
    static void theFunctionsAreBuilt() {
        Built.requireFunctions();
    }

    @Test
    void killed_at_random_moments_nothing_that_was_queued_is_lost_and_each_event_counts_once() throws Exception {
        UpCommand command = new UpCommand();
        Path data = temp.resolve("live");
        new CommandLine(command).parseArgs("--data", data.toString(), "--port", "0");
        Random chance = new Random(20261122);
        long happened = Clock.systemUTC().millis();
        try (RunningOnData running = RunningOnData.start(command, "up", data, DataClock.WALL)) {
            String url = running.platform().ingestUrl().toString();
            int queued = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                Process app = app(url, happened, queued + 1);
                try (BufferedReader lines = app.inputReader()) {
                    int dies = queued + 1 + chance.nextInt(EVENTS / KILLS);
                    while (queued < dies) {
                        queued = Integer.parseInt(lines.readLine());
                    }
                    Thread.sleep(chance.nextInt(40));
                    app.destroyForcibly().waitFor();
                    // What it had said before it died.
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        queued = Integer.parseInt(line);
                    }
                }
            }
            Process last = app(url, happened, queued + 1);
            assertThat(last.waitFor(COLD.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(last.exitValue()).isZero();
            long deadline = System.nanoTime() + COLD.toNanos();
            while (!windows(data).contains("," + EVENTS + "," + EVENTS / 4 + ",")) {
                assertThat(System.nanoTime() - deadline).as(windows(data)).isNegative();
                Thread.sleep(50);
            }
        }
    }

    private Process app(String url, long happened, int from) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ClientProcess.class.getName(),
                        url,
                        temp.resolve("queue").toString(),
                        "killed-app",
                        Long.toString(happened),
                        Integer.toString(from),
                        Integer.toString(EVENTS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String windows(Path data) {
        Command windows = Command.run(
                "windows",
                "--data",
                data.toString(),
                "--view",
                "clicks-per-campaign",
                "--key",
                "killed-app",
                "--format",
                "csv");
        assertThat(windows.code()).as(windows.err()).isZero();
        return windows.out();
    }
}
