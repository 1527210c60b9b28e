package dev.tidemark.local.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code tidemark}. */
@Command(
        name = "tidemark",
        mixinStandardHelpOptions = true,
        version = "tidemark 1.0.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        description = "Events in over HTTP, event-time windows out within seconds, on one machine.",
        footer = {
            "",
            "Exit codes: 0 pass, 1 unexplained difference or threshold failed, 2 warning,",
            "3 could not run, 4 computed but not published."
        },
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            ReplayCommand.class,
            BatchCommand.class,
            ReportCommand.class,
            WindowsCommand.class,
            FleetCommand.class,
            ChaosCommand.class,
            WatermarksCommand.class
        })
public final class Tidemark {

    private Tidemark() {}

    public static void main(String[] args) {
        // The command speaks for itself; the SDK's log has no reader here, and needs not say so.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(commandLine().execute(args));
    }

    /** The command line, ready to execute; tests give it writers of their own. */
    static CommandLine commandLine() {
        return new CommandLine(new Tidemark())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new Failures())
                .setExecutionExceptionHandler(new Failures());
    }
}
