package dev.tidemark.local.cli;

import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.platform.ExitCode;
import java.io.PrintWriter;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The one place where an exception becomes a sentence and an exit code. Stack traces are for {@code --verbose}. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

    /** What the operating system says, in whatever exception it comes. */
    private static final String DISK_FULL = "No space left on device";

    private static final int MOST_CAUSES = 20;

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("tidemark: " + sentence(String.valueOf(failure.getMessage())));
        if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
            err.println("'./tidemark " + helpOf(command) + "--help' shows what there is.");
        }
        return ExitCode.COULD_NOT_RUN.code();
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (Shutdown.isUnderWay()) {
            // The command was told to end, and failed because everything it uses has been stopped: there is nothing to
            // say.
            return ExitCode.COULD_NOT_RUN.code();
        }
        boolean verbose = command.getCommand() instanceof LocalCommand local && local.isVerbose();
        PrintWriter err = command.getErr();
        if (failure instanceof CannotRunException || failure instanceof LocalRuntimeException) {
            err.println("tidemark: " + sentence(String.valueOf(failure.getMessage())));
        } else if (causes(failure)
                .anyMatch(cause -> String.valueOf(cause.getMessage()).contains(DISK_FULL))) {
            err.println("tidemark: there is no room left on the disk (" + oneLine(failure)
                    + "). Make room and run again: what was acknowledged is kept.");
        } else if (causes(failure).anyMatch(SdkClientException.class::isInstance)) {
            err.println("tidemark: a store or the stream of the data directory does not answer (" + oneLine(failure)
                    + "). Stop what runs on the directory and start again: what was written is kept.");
        } else {
            err.println("tidemark: something unforeseen went wrong: " + oneLine(failure)
                    + (verbose ? "" : ". Run again with --verbose to see where."));
        }
        if (verbose) {
            failure.printStackTrace(err);
        }
        err.flush();
        return ExitCode.COULD_NOT_RUN.code();
    }

    /** It and what it is about, from the outside in. */
    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(MOST_CAUSES);
    }

    private static String oneLine(Throwable failure) {
        return failure.toString().replaceAll("\\s+", " ").strip();
    }

    private static String sentence(String message) {
        return message.endsWith(".") ? message : message + ".";
    }

    private static String helpOf(CommandLine command) {
        return command.getParent() == null ? "" : command.getCommandName() + " ";
    }
}
