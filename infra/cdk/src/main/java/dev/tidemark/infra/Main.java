package dev.tidemark.infra;

import java.nio.file.Path;
import picocli.CommandLine;

/** The command line of the infrastructure; {@code infra/cdk/run.sh} starts it. */
final class Main {

    private Main() {}

    public static void main(String[] args) {
        Path home = Path.of(System.getProperty("tidemark.home", "."))
                .toAbsolutePath()
                .normalize();
        System.exit(new CommandLine(new InfraCommand(home))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("tidemark: " + failure.getMessage());
                    return InfraCommand.COULD_NOT_RUN;
                })
                .execute(args));
    }
}
