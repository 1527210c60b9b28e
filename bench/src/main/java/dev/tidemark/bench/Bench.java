package dev.tidemark.bench;

import dev.tidemark.bench.ingest.IngestCommand;
import dev.tidemark.bench.start.StartCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code tidemark bench}. */
@Command(
        name = "tidemark bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "BENCHMARK",
        description = "Measures, beside peers in the same run, and prints ratios.",
        footer = {
            "",
            "A target that is missed is printed, and is no failure: exit code 3 means that nothing was measured."
        },
        subcommands = {IngestCommand.class, StartCommand.class})
public final class Bench {

    private static final int COULD_NOT_RUN = 3;

    private Bench() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof BenchException said) {
                        command.getErr().println("tidemark bench: " + said.getMessage());
                    } else {
                        failure.printStackTrace(command.getErr());
                    }
                    return COULD_NOT_RUN;
                })
                .execute(args));
    }
}
