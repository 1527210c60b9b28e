package dev.tidemark.batch;

import dev.tidemark.batch.night.Request;
import dev.tidemark.batch.night.Result;
import dev.tidemark.batch.report.Ledger;
import dev.tidemark.batch.sql.EngineException;
import dev.tidemark.batch.store.StoreException;
import dev.tidemark.platform.ExitCode;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** The command. Progress goes to standard error, the verdict and the ledger to standard output. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(arguments, System.getenv(), Clock.systemUTC(), out, err).code());
    }

    /** The command without the process. */
    static ExitCode run(
            String[] arguments, Map<String, String> environment, Clock clock, PrintStream out, PrintStream err) {
        try {
            Arguments parsed = Arguments.parse(arguments);
            BatchSettings settings = BatchSettings.of(environment);
            return run(parsed, settings, Stores.of(settings), clock, out, err);
        } catch (RefusedException e) {
            err.println("batch: " + e.getMessage());
            return ExitCode.COULD_NOT_RUN;
        }
    }

    /** The command with its stores. */
    static ExitCode run(
            Arguments arguments, BatchSettings settings, Stores stores, Clock clock, PrintStream out, PrintStream err) {
        try {
            String views = arguments.views() == null ? settings.views() : arguments.views();
            if (views == null) {
                throw new RefusedException("--views is missing, and the environment names no views file");
            }
            Request request = new Request(
                    Job.views(Path.of(views)),
                    arguments.from(),
                    arguments.to(),
                    arguments.dataDirectory().resolve("batch"),
                    arguments.report(),
                    arguments.memory(),
                    Runtime.getRuntime().availableProcessors(),
                    settings.cellsKeptFor());
            Result result = Job.run(stores, request, clock, err);
            Ledger.print(result.summary(), out);
            out.println(result.published());
            out.println("report: " + arguments.report().resolve("index.html"));
            return result.exitCode();
        } catch (RefusedException | StoreException | EngineException e) {
            err.println("batch: " + e.getMessage());
            return ExitCode.COULD_NOT_RUN;
        } catch (UncheckedIOException e) {
            err.println("batch: " + e.getMessage() + ": " + e.getCause());
            return ExitCode.COULD_NOT_RUN;
        }
    }
}
