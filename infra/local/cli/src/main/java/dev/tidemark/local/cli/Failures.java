package dev.tidemark.local.cli;

import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.local.outcome.ExitCode;
import dev.tidemark.local.runtime.LocalRuntimeException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where an exception becomes a sentence and an exit code. Stack traces are for {@code --verbose}. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

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
            // Everything was stopped on request; that this command noticed is no news.
            return ExitCode.COULD_NOT_RUN.code();
        }
        boolean verbose = command.getCommand() instanceof LocalCommand local && local.isVerbose();
        PrintWriter err = command.getErr();
        if (failure instanceof CannotRunException || failure instanceof LocalRuntimeException) {
            err.println("tidemark: " + sentence(String.valueOf(failure.getMessage())));
        } else {
            err.println("tidemark: something unforeseen went wrong: " + failure
                    + (verbose ? "" : ". Run again with --verbose to see where."));
        }
        if (verbose) {
            failure.printStackTrace(err);
        }
        err.flush();
        return ExitCode.COULD_NOT_RUN.code();
    }

    private static String sentence(String message) {
        return message.endsWith(".") ? message : message + ".";
    }

    private static String helpOf(CommandLine command) {
        return command.getParent() == null ? "" : command.getCommandName() + " ";
    }
}
