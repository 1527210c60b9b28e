package dev.tidemark.local.cli;

import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.platform.CallerLimits;
import dev.tidemark.platform.CrossOrigin;
import picocli.CommandLine.Option;

/** What every command shares that starts the platform. */
abstract class PlatformCommand extends LocalCommand {

    /** The one behind it is the last there is. */
    private static final int HIGHEST_PORT = 65_534;

    @Option(names = "--fresh", description = "Forget what is in the data directory first.")
    private boolean fresh;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Port of ingestion; the one behind it answers queries. Default: ${DEFAULT-VALUE}.")
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

    /** Any that is free where ingestion takes any, or else the one behind its. */
    int queryPort() {
        return port == 0 ? 0 : port + 1;
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
