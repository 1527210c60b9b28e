package dev.tidemark.batch;

import dev.tidemark.batch.line.StageRunner;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.batch.night.Request;
import dev.tidemark.batch.recompute.GoneException;
import dev.tidemark.batch.report.Ledger;
import dev.tidemark.batch.sql.EngineException;
import dev.tidemark.batch.state.StateFormatException;
import dev.tidemark.batch.store.StoreException;
import dev.tidemark.platform.ExitCode;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command. Progress goes to standard error, the verdict and the ledger to standard output. */
@Command(
        name = "batch-job",
        mixinStandardHelpOptions = true,
        version = "tidemark 1.0.0-SNAPSHOT",
        sortOptions = false,
        description =
                "Computes the days that new arrivals touch, days that were not final before, and the days asked for.",
        footer = {
            "",
            "Exit codes: 0 pass, 1 unexplained difference, 2 warning, 3 could not run,",
            "4 computed but not published."
        })
public final class NightCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final Function<BatchSettings, Stores> stores;
    private final Clock clock;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            required = true,
            description = "Scratch files, copies and, unless --report says otherwise, the reports.")
    @SuppressWarnings("NullAway.Init")
    private Path dataDirectory;

    @Option(
            names = "--date",
            paramLabel = "D",
            converter = DayConverter.class,
            description = "This day (UTC, event time) as well, such as 2024-07-15.")
    private @Nullable LocalDate date;

    @Option(
            names = "--from",
            paramLabel = "D",
            converter = DayConverter.class,
            description = "The days from this one on as well; goes with --to.")
    private @Nullable LocalDate from;

    @Option(
            names = "--to",
            paramLabel = "D",
            converter = DayConverter.class,
            description = "… up to this one, inclusive.")
    private @Nullable LocalDate to;

    @Option(
            names = "--accept-hole",
            paramLabel = "HOLE",
            description =
                    "Accept a hole in the archive that cannot be mended, before the run: its object, or <shard>/<first>-<last>.")
    private @Nullable String acceptHole;

    @Option(
            names = "--views",
            paramLabel = "FILE",
            description = "The views file. Default: the one that the environment names.")
    private @Nullable String views;

    @Option(names = "--report", paramLabel = "DIR", description = "Folder of the reports. Default: DIR/report.")
    private @Nullable Path report;

    @Option(
            names = "--memory",
            paramLabel = "N",
            defaultValue = "2GB",
            description = "What the engine may use. Default: ${DEFAULT-VALUE}.")
    private String memory = "2GB";

    @Option(names = "--verbose", description = "Say where an error that nobody foresaw came from.")
    private boolean verbose;

    @Option(
            names = "--end-with-input",
            description = "End when standard input does: when the command that started this one is gone.")
    private boolean endWithInput;

    private NightCommand(Map<String, String> environment, Function<BatchSettings, Stores> stores, Clock clock) {
        this.environment = environment;
        this.stores = stores;
        this.clock = clock;
    }

    public static void main(String[] arguments) {
        CommandLine command = commandLine(System.getenv(), Stores::of, Clock.systemUTC())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        System.exit(run(command, arguments));
    }

    /** The command line, ready to run. */
    static CommandLine commandLine(
            Map<String, String> environment, Function<BatchSettings, Stores> stores, Clock clock) {
        NightCommand night = new NightCommand(environment, stores, clock);
        return new CommandLine(night)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((failure, arguments) ->
                        night.refused(failure.getMessage() + ". 'batch-job --help' shows what there is"))
                .setExecutionExceptionHandler((failure, command, parsed) -> night.failed(failure));
    }

    /** Runs it. The virtual machine would end with 1 where nobody catches an error, which would be a difference. */
    static int run(CommandLine command, String... arguments) {
        try {
            return command.execute(arguments);
        } catch (Error e) {
            command.getErr().println("batch: " + e);
            return ExitCode.COULD_NOT_RUN.code();
        }
    }

    @Override
    public Integer call() {
        if (date != null && (from != null || to != null)) {
            throw wrong("--date is one day, --from and --to are several: name one or the other");
        }
        LocalDate first = date == null ? from : date;
        LocalDate last = date == null ? to : date;
        if ((first == null) != (last == null) || (first != null && last != null && first.isAfter(last))) {
            throw wrong("--from and --to go together, and from <= to: from is " + first + ", to is " + last);
        }
        if (endWithInput) {
            Watched.input(System.in, () -> Runtime.getRuntime().halt(ExitCode.COULD_NOT_RUN.code()));
        }
        BatchSettings settings = BatchSettings.of(environment);
        String viewsFile = views == null ? settings.views() : views;
        if (viewsFile == null) {
            throw new RefusedException("--views is missing, and the environment names no views file");
        }
        Path reports = report == null ? dataDirectory.resolve("report") : report;
        Request request = new Request(
                Job.views(Path.of(viewsFile)),
                first,
                last,
                dataDirectory.resolve("batch"),
                reports,
                memory,
                Runtime.getRuntime().availableProcessors(),
                settings.cellsKeptFor());
        CommandLine command = spec.commandLine();
        Stores open = stores.apply(settings);
        if (acceptHole != null) {
            command.getErr().println(Job.accept(open, acceptHole, clock));
        }
        NightResult result =
                Job.run(open, request, clock, new SecureRandom(), command.getErr()::println, StageRunner.PLAIN);
        PrintWriter out = command.getOut();
        out.print(Ledger.text(result.summary(), result.publication().sentence()));
        out.println((result.publication().failed() ? "the report stays as it was: " : "report: ")
                + reports.resolve("index.html"));
        out.flush();
        return result.exitCode().code();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private int failed(Exception failure) {
        PrintWriter err = spec.commandLine().getErr();
        int code = refused(sentence(failure));
        if (verbose) {
            failure.printStackTrace(err);
            err.flush();
        }
        return code;
    }

    private String sentence(Exception failure) {
        if (failure instanceof UncheckedIOException e) {
            return e.getMessage() + ": " + e.getCause();
        }
        if (failure instanceof EngineException) {
            // What follows is the statement, which --verbose shows.
            return String.valueOf(failure.getMessage()).lines().findFirst().orElse("the engine failed");
        }
        return failure instanceof RefusedException
                        || failure instanceof StateFormatException
                        || failure instanceof GoneException
                        || failure instanceof StoreException
                ? String.valueOf(failure.getMessage())
                : "something unforeseen went wrong: " + failure + (verbose ? "" : ". --verbose says where");
    }

    private int refused(@Nullable String why) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("batch: " + why);
        err.flush();
        return ExitCode.COULD_NOT_RUN.code();
    }

    /** Reads a day. */
    static final class DayConverter implements ITypeConverter<LocalDate> {
        @Override
        public LocalDate convert(String value) {
            try {
                return LocalDate.parse(value);
            } catch (DateTimeException e) {
                throw new TypeConversionException("a day is such as 2024-07-15, not '" + value + "'");
            }
        }
    }
}
