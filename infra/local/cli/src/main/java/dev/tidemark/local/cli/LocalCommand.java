package dev.tidemark.local.cli;

import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.platform.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command on a data directory shares: its options and its output. */
abstract class LocalCommand implements Callable<Integer> {

    /** Below this directory of the working directory stand the data directories that nobody named. */
    static final Path DEFAULT_DATA = Path.of("data");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--views",
            paramLabel = "FILE",
            description =
                    "The views file. Default: the data directory's own; for a new one, views.yaml of the project.")
    private @Nullable Path views;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory: everything of a run lives there and survives a restart.")
    private @Nullable Path data;

    @Option(names = "--verbose", description = "Show stack traces when something goes wrong.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end.")
    private boolean help;

    @Override
    public final Integer call() throws Exception {
        check();
        ExitCode code = run();
        out().flush();
        return code.code();
    }

    /**
     * Refuses options that are no reason to start anything.
     *
     * @throws CannotRunException with the option, its bounds and what it is
     */
    void check() {}

    /** Refuses the number of an option that is less than 1. */
    static void requirePositive(String option, long number) {
        if (number < 1) {
            throw new CannotRunException(option + " is at least 1, and not " + number + ".");
        }
    }

    /** Refuses a time of an option that is no time. */
    static void requirePositive(String option, Duration length) {
        if (length.isNegative() || length.isZero()) {
            throw new CannotRunException(option + " is a time above zero, as PT10M, and not " + length + ".");
        }
    }

    /** Does the command's work. */
    abstract ExitCode run() throws Exception;

    @Nullable
    Path views() {
        return views;
    }

    /** The data directory asked for, or null. */
    @Nullable
    Path data() {
        return data;
    }

    boolean isVerbose() {
        return verbose;
    }

    /** Results. */
    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Progress. */
    void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
