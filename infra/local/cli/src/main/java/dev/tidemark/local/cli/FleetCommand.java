package dev.tidemark.local.cli;

import dev.tidemark.local.fleet.FleetPlan;
import dev.tidemark.local.fleet.FleetTally;
import dev.tidemark.local.fleet.LiveFleet;
import dev.tidemark.local.fleet.TimeTable;
import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.platform.ExitCode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidemark fleet}: simulated phones against any server. */
@Command(
        name = "fleet",
        description = {
            "Post events from simulated phones to any server.",
            "Navigation through tunnels, ad clicks, flight mode, wrong clocks, retries with the same ids, and a network",
            "that delivers out of order. The same seed gives the same fleet."
        },
        sortOptions = false)
final class FleetCommand extends LocalCommand {

    private static final int FASTEST = 1_000_000;

    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080", description = "Default: ${DEFAULT-VALUE}.")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(names = "--key", defaultValue = "local", description = "The API key. Default: ${DEFAULT-VALUE}.")
    private String key = "local";

    @Option(names = "--phones", paramLabel = "N", defaultValue = "100", description = "Default: ${DEFAULT-VALUE}.")
    private int phones;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "PT10M",
            description = "How long the phones live, in their time. Default: ${DEFAULT-VALUE}.")
    private Duration length = Duration.ofMinutes(10);

    @Option(
            names = "--speed",
            paramLabel = "X",
            defaultValue = "1",
            description = "How many of the phones' seconds pass in one. Default: ${DEFAULT-VALUE}.")
    private double speed;

    @Option(
            names = "--times",
            description = {
                "Post nothing; print how far event times lie from the truth, by kind of clock and network,",
                "with and without the clock exchange, and by dead band; a tenth of --phones of each kind."
            })
    private boolean times;

    @Override
    void check() {
        requirePositive("--phones", phones);
        requirePositive("--for", length);
        if (!(speed > 0) || speed > FASTEST) {
            throw new CannotRunException("--speed is above 0 and at most " + FASTEST + ", and not " + speed + ".");
        }
    }

    @Override
    ExitCode run() throws InterruptedException {
        if (times) {
            out().print(new TimeTable(seed, Math.max(1, phones / 10), length).measure());
            return ExitCode.PASS;
        }
        Clock clock = Clock.systemUTC();
        FleetPlan plan = new FleetPlan(seed, phones, clock.instant(), length);
        LiveFleet fleet = new LiveFleet(url, key, plan, speed, clock);
        try (ProgressReport report = ProgressReport.of(() -> "  " + line(fleet.tally()), this::say)) {
            FleetTally tally = fleet.run();
            out().println(line(tally));
            return tally.waiting() + tally.rejected() == 0 ? ExitCode.PASS : ExitCode.WARNING;
        }
    }

    private static String line(FleetTally tally) {
        return "%,d requests; %,d events accepted, %,d repeated, %,d rejected, %,d waiting"
                .formatted(tally.requests(), tally.accepted(), tally.repeated(), tally.rejected(), tally.waiting());
    }
}
