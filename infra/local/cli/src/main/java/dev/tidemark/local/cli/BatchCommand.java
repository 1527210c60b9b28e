package dev.tidemark.local.cli;

import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.platform.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidemark batch}: the night's work, now. */
@Command(
        name = "batch",
        description = {
            "Recompute windows from the archive, reconcile them with the stream's, and write the report.",
            "Without days: those that new arrivals touch. Works while the platform runs, and without it."
        },
        sortOptions = false)
final class BatchCommand extends LocalCommand {

    @Option(names = "--date", paramLabel = "D", description = "This day (UTC, event time) again, as 2026-11-22.")
    private @Nullable String date;

    @Option(names = "--from", paramLabel = "D", description = "The days from this one on; goes with --to.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "D", description = "… up to this one, inclusive.")
    private @Nullable String to;

    @Option(
            names = "--accept-hole",
            paramLabel = "HOLE",
            description = "Accept a hole in the archive that cannot be mended: its object, or <shard>/<first>-<last>.")
    private @Nullable String acceptHole;

    @Override
    ExitCode run() throws InterruptedException {
        Path asked = data();
        Path path = asked == null ? DefaultData.latest(DEFAULT_DATA) : asked;
        try (StoresOfData stores = StoresOfData.open(path, views())) {
            return stores.batch(path).run(options(), this::say, out());
        }
    }

    private List<String> options() {
        if (date != null && (from != null || to != null)) {
            throw new CannotRunException("--date is one day, --from and --to are several: name one or the other.");
        }
        List<String> options = new ArrayList<>();
        add(options, "--date", date);
        add(options, "--from", from);
        add(options, "--to", to);
        add(options, "--accept-hole", acceptHole);
        if (isVerbose()) {
            options.add("--verbose");
        }
        return options;
    }

    private static void add(List<String> options, String name, @Nullable String value) {
        if (value != null) {
            options.add(name);
            options.add(value);
        }
    }
}
