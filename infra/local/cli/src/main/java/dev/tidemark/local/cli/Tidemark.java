package dev.tidemark.local.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.TypeConversionException;

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
            WatermarksCommand.class,
            VerifyCommand.class
        })
public final class Tidemark {

    /** Held, as the level of a logger that nobody holds may be forgotten. */
    private static final Logger FUNCTIONS = Logger.getLogger("dev.tidemark.window");

    private Tidemark() {}

    public static void main(String[] args) {
        // Commands say what went wrong; nothing reads the SDK's log, and SLF4J would print that it has nowhere to go.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        // What the window function's code logs in the calm pass, the platform's own functions have logged before.
        FUNCTIONS.setLevel(Level.OFF);
        System.exit(commandLine().execute(args));
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new TypeConversionException("'" + text + "' is no duration like PT10M");
        }
    }

    /** The command line, ready to execute; tests give it writers of their own. */
    static CommandLine commandLine() {
        return new CommandLine(new Tidemark())
                .registerConverter(Duration.class, Tidemark::duration)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new Failures())
                .setExecutionExceptionHandler(new Failures());
    }
}
