package dev.tidemark.local.cli;

import dev.tidemark.local.chaos.CalmPass;
import dev.tidemark.local.chaos.Comparison;
import dev.tidemark.local.chaos.Happening;
import dev.tidemark.local.chaos.Turmoil;
import dev.tidemark.local.data.DataClock;
import dev.tidemark.local.fleet.FleetArrivals;
import dev.tidemark.local.fleet.FleetPlan;
import dev.tidemark.local.platform.LocalPlatform;
import dev.tidemark.local.replay.Arrivals;
import dev.tidemark.local.replay.Recording;
import dev.tidemark.local.replay.ReplayOutcome;
import dev.tidemark.local.replay.ReplayProgress;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.serving.tables.TableReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark chaos}: a replay with seeded faults, compared with a pass without any over the same log. */
@Command(
        name = "chaos",
        description = {
            "Replay a recording, or without one a fleet's, while functions are killed, DynamoDB fails, batches are",
            "cut anew and sent again, and shards split and merge; then report, and hold every cell and pane against one",
            "calm pass over the same log. The same seed gives the same plan."
        },
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 unexplained is 0, the grid is the calm one, and every kind of fault has happened;",
            "1 unexplained is not 0, or the grid differs; 2 a kind of fault has not happened, or the report warns;",
            "3 could not run."
        })
final class ChaosCommand extends PlatformCommand {

    private static final Instant FLEET_START = Instant.parse("2026-11-20T23:15:00Z");
    private static final Duration FLEET_LENGTH = Duration.ofHours(1);
    private static final int DIFFERENCES_SHOWN = 20;

    /** How long events posted during the faults may take to be processed while they go on. */
    private static final Duration SETTLE = Duration.ofMinutes(10);

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Recorded events, as 'tidemark replay' takes them.")
    private List<Path> files = List.of();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides what goes wrong when, and what the fleet does. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--phones",
            paramLabel = "N",
            defaultValue = "120",
            description = "Of the fleet, where no file is named. Default: ${DEFAULT-VALUE}.")
    private int phones = 120;

    @Override
    void check() {
        super.check();
        requirePositive("--phones", phones);
    }

    @Override
    ExitCode run() throws InterruptedException {
        String name = files.isEmpty() ? "fleet-" + seed + "-" + phones : Recording.nameOf(files);
        long events = count();
        Turmoil turmoil = new Turmoil(seed);
        Path otherwise = DEFAULT_DATA.resolve("chaos-" + name);
        try (turmoil;
                RunningOnData running =
                        RunningOnData.start(this, "chaos", otherwise, DataClock.of(name), turmoil::into)) {
            say("%,d events, seed %d: what goes wrong is said as it happens".formatted(events, seed));
            ReplayOutcome outcome = underFire(running, turmoil, name, events);
            say("the night: recompute from the archive, replay every decision, reconcile");
            ExitCode report = running.batch().run(List.of(), this::say, out());
            say("the calm pass: the same log once more, by the same code, on tables in memory");
            Comparison comparison = compare(running);
            List<Happening> happenings = turmoil.happenings();
            print(happenings, comparison, outcome);
            return verdict(report, happenings, comparison);
        }
    }

    private ReplayOutcome underFire(RunningOnData running, Turmoil turmoil, String name, long events)
            throws InterruptedException {
        AtomicLong posted = new AtomicLong();
        ReplayRun run = new ReplayRun(running, this::say, (ReplayProgress now) -> posted.set(now.posted()));
        turmoil.start(running.platform(), events, posted::get, this::say);
        ReplayOutcome outcome = post(run);
        // Rejected events are posted as well; whatever the plan still has comes now, while the rest is processed.
        posted.set(Long.MAX_VALUE);
        turmoil.endWith(running.platform(), SETTLE);
        run.closeWindows(outcome);
        // One more tick: the last parents have ended when their children have taken over.
        running.platform().tickNow();
        out().print(run.summary(name, outcome));
        out().println();
        return outcome;
    }

    private ReplayOutcome post(ReplayRun run) throws InterruptedException {
        if (files.isEmpty()) {
            return run.post(fleet());
        }
        try (Recording recording = Recording.open(files)) {
            return run.post(recording);
        }
    }

    private FleetArrivals fleet() {
        return new FleetArrivals(new FleetPlan(seed, phones, FLEET_START, FLEET_LENGTH));
    }

    /** The number of events, before anything is started or forgotten: a file that is not right changes nothing. */
    private long count() {
        if (files.isEmpty()) {
            Arrivals fleet = fleet();
            long count = 0;
            while (fleet.next() != null) {
                count++;
            }
            return count;
        }
        return Recording.check(files);
    }

    static Comparison compare(RunningOnData running) {
        LocalPlatform platform = running.platform();
        TableReader calm = CalmPass.over(
                platform.kinesis(), platform.names(), running.directory().viewsFile());
        return Comparison.of(calm, new TableReader(platform.dynamoDb(), platform.names()::table));
    }

    private void print(List<Happening> happenings, Comparison comparison, ReplayOutcome outcome) {
        out().println();
        out().println("What went wrong, by seed " + seed);
        for (Happening happening : happenings) {
            String detail = happening.detail().isEmpty() ? "" : "  (" + happening.detail() + ")";
            out().println("  %-50s %,8d%s".formatted(happening.what(), happening.count(), detail));
        }
        if (outcome.rejected() > 0) {
            out().println("  %-50s %,8d".formatted("events that the API rejected", outcome.rejected()));
        }
        out().println();
        out().println("What one calm pass over the same log gives");
        out().println("  %,d cells equal, %,d heads equal, %,d panes equal, %,d halves of joins equal, %,d differences"
                .formatted(
                        comparison.cells(),
                        comparison.heads(),
                        comparison.panes(),
                        comparison.halves(),
                        comparison.differences().size()));
        comparison.differences().stream().limit(DIFFERENCES_SHOWN).forEach(difference -> out().println(
                        "  " + difference));
        if (comparison.differences().size() > DIFFERENCES_SHOWN) {
            out().println("  …");
        }
    }

    private ExitCode verdict(ExitCode report, List<Happening> happenings, Comparison comparison) {
        List<String> missing = happenings.stream()
                .filter(happening -> happening.count() == 0)
                .map(Happening::what)
                .toList();
        if (!missing.isEmpty()) {
            say("tidemark: nothing was proved about what did not happen: " + String.join("; ", missing)
                    + ". Try a longer recording or another --seed.");
        }
        boolean proved = comparison.isEqual() && comparison.cells() > 0;
        out().println(
                        proved
                                ? "The grid is that of a calm pass."
                                : comparison.isEqual()
                                        ? "There is no cell to compare."
                                        : "The grid is not that of a calm pass.");
        if (!comparison.isEqual()) {
            return ExitCode.DIFFERENCE;
        }
        if (report != ExitCode.PASS) {
            return report;
        }
        return proved && missing.isEmpty() ? ExitCode.PASS : ExitCode.WARNING;
    }
}
