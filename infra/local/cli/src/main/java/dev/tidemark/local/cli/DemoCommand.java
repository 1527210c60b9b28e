package dev.tidemark.local.cli;

import dev.tidemark.local.data.DataClock;
import dev.tidemark.local.fleet.FleetArrivals;
import dev.tidemark.local.fleet.FleetPlan;
import dev.tidemark.local.replay.ReplayOutcome;
import dev.tidemark.platform.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidemark demo}: phones, windows, the night, the report. */
@Command(
        name = "demo",
        description = {
            "A fleet of simulated phones posts an hour of events, windows fill, the night comes, the report opens.",
            "Starts from nothing each time, and leaves nothing running. The same seed gives the same numbers."
        },
        sortOptions = false)
final class DemoCommand extends PlatformCommand {

    /** Over midnight: one day is complete and verified, with its corrections published; the next one has just begun. */
    private static final Instant START = Instant.parse("2026-11-20T23:15:00Z");

    private static final String NAME = "demo";

    @Option(names = "--phones", paramLabel = "N", defaultValue = "120", description = "Default: ${DEFAULT-VALUE}.")
    private int phones = 120;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "PT1H",
            description = "How long the phones live, in their time. Default: ${DEFAULT-VALUE}.")
    private Duration length = Duration.ofHours(1);

    @Override
    void check() {
        super.check();
        requirePositive("--phones", phones);
        requirePositive("--for", length);
    }

    @Override
    boolean fresh() {
        return true;
    }

    @Override
    ExitCode run() throws InterruptedException {
        FleetPlan plan = new FleetPlan(seed, phones, START, length);
        Path otherwise = DEFAULT_DATA.resolve(NAME);
        try (RunningOnData running = RunningOnData.start(this, NAME, otherwise, DataClock.of(NAME))) {
            say("%,d phones, %d minutes of their time: tunnels, flight mode, wrong clocks, retries"
                    .formatted(phones, length.toMinutes()));
            ReplayRun run = new ReplayRun(running, this::say);
            ReplayOutcome outcome = run.post(new FleetArrivals(plan));
            run.closeWindows(outcome);
            out().print(run.summary(NAME, outcome));
            out().println();
            say("the night: recompute from the archive, replay every decision, reconcile");
            return running.batch().run(List.of(), this::say, out());
        }
    }
}
