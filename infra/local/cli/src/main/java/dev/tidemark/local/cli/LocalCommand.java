package dev.tidemark.local.cli;

import dev.tidemark.local.outcome.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
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
        ExitCode code = run();
        out().flush();
        return code.code();
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
