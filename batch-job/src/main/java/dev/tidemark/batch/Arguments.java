package dev.tidemark.batch;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param dataDirectory everything local lives here
 * @param from first day, or null
 * @param to last day, inclusive, or null
 * @param views path of the views file, or null for the environment's
 * @param report folder of the reports
 * @param memory what the engine may use
 */
record Arguments(
        Path dataDirectory,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable String views,
        Path report,
        String memory) {

    static final String USAGE = """
            usage: batch-job --data-dir DIR [--from D --to D | --date D] [--views FILE] [--report DIR]
                             [--memory 2GB] [--engine duckdb]

            Computes the days that new arrivals touch, days that were not final before, and the days asked for.
            Exit codes: 0 pass, 1 unexplained difference, 2 warning, 3 could not run, 4 computed but not published.
            """;

    private static final String DEFAULT_MEMORY = "2GB";

    /**
     * Reads it.
     *
     * @throws RefusedException saying what is wrong
     */
    static Arguments parse(String[] arguments) {
        Path data = null;
        LocalDate from = null;
        LocalDate to = null;
        String views = null;
        Path report = null;
        String memory = DEFAULT_MEMORY;
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i];
            if (i + 1 == arguments.length) {
                throw new RefusedException(name + " needs a value\n" + USAGE);
            }
            String value = arguments[i + 1];
            switch (name) {
                case "--data-dir" -> data = Path.of(value);
                case "--from" -> from = date(name, value);
                case "--to" -> to = date(name, value);
                case "--date" -> {
                    from = date(name, value);
                    to = from;
                }
                case "--views" -> views = value;
                case "--report" -> report = Path.of(value);
                case "--memory" -> memory = value;
                case "--engine" -> {
                    if (!value.equals("duckdb")) {
                        throw new RefusedException("--engine takes duckdb, not '" + value + "'");
                    }
                }
                default -> throw new RefusedException("there is no option " + name + "\n" + USAGE);
            }
        }
        if (data == null) {
            throw new RefusedException("--data-dir is missing\n" + USAGE);
        }
        if ((from == null) != (to == null) || (from != null && to != null && from.isAfter(to))) {
            throw new RefusedException(
                    "--from and --to go together, and from <= to: from is " + from + ", to is " + to);
        }
        return new Arguments(data, from, to, views, report == null ? data.resolve("report") : report, memory);
    }

    private static LocalDate date(String name, String value) {
        try {
            return LocalDate.parse(value);
        } catch (DateTimeException e) {
            throw new RefusedException(name + " takes a day such as 2024-07-15, not '" + value + "'");
        }
    }
}
