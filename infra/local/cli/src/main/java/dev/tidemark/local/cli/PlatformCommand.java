package dev.tidemark.local.cli;

import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.platform.CallerLimits;
import dev.tidemark.platform.CrossOrigin;
import picocli.CommandLine.Option;

/** What every command shares that starts the platform. */
abstract class PlatformCommand extends LocalCommand {

    private static final int HIGHEST_PORT = 65_535;

    @Option(names = "--fresh", description = "Forget what is in the data directory first.")
    private boolean fresh;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Port of ingestion; the next one serves queries. Default: ${DEFAULT-VALUE}.")
    private int port;

    boolean fresh() {
        return fresh;
    }

    @Override
    void check() {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new CannotRunException(
                    "--port is from 0, any that is free, to " + HIGHEST_PORT + ", and not " + port + ".");
        }
    }

    int port() {
        return port;
    }

    /** Whose pages may send, and with which headers. */
    CrossOrigin crossOrigin() {
        return CrossOrigin.NONE;
    }

    /** How often callers may send. */
    CallerLimits callerLimits() {
        return CallerLimits.NONE;
    }
}
