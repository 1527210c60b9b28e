package dev.tidemark.local.cli;

import dev.tidemark.platform.CrossOrigin;
import picocli.CommandLine.Option;

/** What every command shares that starts the platform. */
abstract class PlatformCommand extends LocalCommand {

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

    int port() {
        return port;
    }

    /** Whose pages may send, and with which headers. */
    CrossOrigin crossOrigin() {
        return CrossOrigin.NONE;
    }
}
