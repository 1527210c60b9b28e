package dev.tidemark.local.cli;

import java.util.List;
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

    /** Origins whose pages may send. */
    List<String> allowedOrigins() {
        return List.of();
    }
}
