package dev.tidemark.simulation;

import dev.tidemark.platform.ExitCode;
import dev.tidemark.simulation.account.DeployedStage;
import dev.tidemark.simulation.day.MergedShards;
import dev.tidemark.simulation.day.NightSeries;
import dev.tidemark.simulation.day.StormyDay;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code tidemark simulate}. */
@Command(
        name = "tidemark simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the functions over simulated services in virtual time: days full of mishaps, or with --nights small"
                    + " days in a row, each with its night. A seed gives the same run, to the byte.",
            "Exit codes: 0 all was as it must be, 1 something was not."
        })
public final class SimulateCommand implements Callable<Integer> {

    private static final int WRONG_NAMED = 20;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "The first seed; 1 by default.")
    private long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many seeds, one after the other.")
    private int seeds;

    @Option(names = "--shards", paramLabel = "N", defaultValue = "2", description = "Shards at first; 2 by default.")
    private int shards;

    @Option(
            names = "--nights",
            paramLabel = "N",
            defaultValue = "0",
            description = "Small days in a row, each with its night.")
    private int nights;

    @Option(
            names = "--posts",
            paramLabel = "N",
            defaultValue = "18",
            description = "With --nights: requests of devices a day; 18 by default.")
    private int posts;

    @Option(
            names = "--traffic",
            paramLabel = "D",
            defaultValue = "PT110M",
            description = "Without --nights: how long things go wrong before the night; PT110M by default.")
    private Duration traffic = Duration.ofMinutes(110);

    @Option(
            names = "--meddle",
            description = "With --nights: days are run by hand in between, runs are killed, and two run at once.")
    private boolean meddle;

    @Option(
            names = "--steady",
            description = "With --nights: every day is like the one before, so that the nights' costs can be compared.")
    private boolean steady;

    @Option(
            names = "--unique-for",
            paramLabel = "D",
            defaultValue = "P35D",
            description = "With --nights: how long identities are known; P35D by default.")
    private Duration uniqueFor = Duration.ofDays(35);

    @Option(
            names = "--merged",
            description = "Instead: a busy and a quiet shard become one, again and again, with traffic of both.")
    private boolean merged;

    @Option(
            names = "--stage",
            paramLabel = "NAME",
            defaultValue = "prod",
            description = "Whose settings hold, from infra/stages; prod by default.")
    private String stage = "prod";

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        // The functions log each failure of a store, and here stores are made to fail thousands of times.
        Logger.getLogger("").setLevel(Level.OFF);
        System.exit(new CommandLine(new SimulateCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec == null
                ? new PrintWriter(System.out, true)
                : spec.commandLine().getOut();
        DeployedStage file = DeployedStage.read(Path.of(System.getProperty("tidemark.home", ".")), stage);
        boolean right = true;
        for (long next = seed; next < seed + seeds; next++) {
            Path work = Files.createTempDirectory("tidemark-simulation");
            try {
                List<String> wrong = merged
                        ? MergedShards.run(next, file, work)
                        : nights > 0 ? nights(next, file, work, out) : day(next, file, work, out);
                wrong.stream().limit(WRONG_NAMED).forEach(what -> out.println("  wrong: " + what));
                if (!wrong.isEmpty()) {
                    out.printf(
                            Locale.ROOT,
                            "seed %d: %d things are wrong; it replays with --seed %d%n",
                            next,
                            wrong.size(),
                            next);
                    right = false;
                }
            } finally {
                delete(work);
            }
            out.flush();
        }
        return (right ? ExitCode.PASS : ExitCode.DIFFERENCE).code();
    }

    private List<String> day(long next, DeployedStage file, Path work, PrintWriter out) {
        StormyDay.DayOutcomes day = StormyDay.run(next, shards, traffic, file, work);
        out.printf(
                Locale.ROOT,
                "seed %d: %d records, %d cells, %d calls of stores, %s, run %016x%n",
                next,
                day.records(),
                day.cells(),
                day.calls(),
                day.happened(),
                day.fingerprint());
        day.functions()
                .forEach((function, counts) -> out.printf(Locale.ROOT, "  %-8s %s%n", function.shortName(), counts));
        return day.wrong();
    }

    private List<String> nights(long next, DeployedStage file, Path work, PrintWriter out) {
        NightSeries.SeriesHorizons horizons =
                new NightSeries.SeriesHorizons(uniqueFor, uniqueFor.minusDays(uniqueFor.toDays() > 30 ? 5 : 1));
        NightSeries.SeriesShape shape = new NightSeries.SeriesShape(
                nights,
                shards,
                posts,
                steady ? NightSeries.SeriesTraffic.STEADY : NightSeries.SeriesTraffic.WILD,
                horizons,
                meddle);
        NightSeries.SeriesOutcomes series = NightSeries.run(next, shape, file, work);
        out.printf(
                Locale.ROOT,
                "seed %d: %d records in %d nights, %d events new again after %s%n",
                next,
                series.records(),
                nights,
                series.returned(),
                uniqueFor);
        out.println("night verdict objects read bytes read items read bytes written bytes stored    scratch     engine"
                + "       heap");
        int every = Math.max(1, nights / 20);
        for (NightSeries.Cost cost : series.costs()) {
            if (cost.number() % every == 0 || cost.number() == 1) {
                out.printf(
                        Locale.ROOT,
                        "%5d %-7s %,12d %,10d %,10d %,13d %,12d %,10d %,10d %,10d%n",
                        cost.number(),
                        cost.verdict(),
                        cost.objectsRead(),
                        cost.bytesRead(),
                        cost.itemsRead(),
                        cost.bytesWritten(),
                        cost.bytesStored(),
                        cost.take().scratchBytes(),
                        cost.take().engineBytes(),
                        cost.take().heapBytes());
            }
        }
        return series.wrong();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
