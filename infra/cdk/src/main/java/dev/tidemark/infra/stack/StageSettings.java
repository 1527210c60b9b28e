package dev.tidemark.infra.stack;

import dev.tidemark.platform.CrossOrigin;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything in which one deployment differs from another.
 *
 * @param stage its name, 1 to 12 lower-case letters and digits; part of every physical name
 * @param keepsData whether data outlives its stack: retained, and protected from deletion
 * @param shards of a provisioned stream; empty for one that scales on demand
 * @param retention of the stream, 24 hours to 7 days: how long an outage may last before records are lost
 * @param logDays how long logs are kept
 * @param ingestConcurrency the most instances of ingestion, so that a flood leaves room for those who read the log; empty
 *     for no bound
 * @param singleRuns whether tick and batch are held to one instance each; a fresh account has no concurrency to reserve
 * @param requestsPerSecond steady rate that the HTTP API lets through
 * @param burst requests above it that it lets through at once
 * @param allowedOrigins of browsers whose pages may post, the stage variable; empty for none
 * @param monthlyBudget in US dollars, above which a mail is sent
 * @param alarmMail who is told; empty for nobody
 * @param keysVersion version of the SSM parameter that holds the keys' hashes; a new one makes new function versions
 * @param engine what the night runs on
 * @param emrRelease release label of EMR Serverless, where Spark is the engine
 */
public record StageSettings(
        String stage,
        boolean keepsData,
        OptionalInt shards,
        Duration retention,
        int logDays,
        OptionalInt ingestConcurrency,
        boolean singleRuns,
        int requestsPerSecond,
        int burst,
        List<String> allowedOrigins,
        int monthlyBudget,
        Optional<String> alarmMail,
        int keysVersion,
        BatchEngine engine,
        String emrRelease) {

    private static final Duration SHORTEST_RETENTION = Duration.ofHours(24);
    private static final Duration LONGEST_EXTENDED_RETENTION = Duration.ofDays(7);

    /** What the night runs on. */
    public enum BatchEngine {
        /** DuckDB in one function: the default. */
        DUCKDB,
        /** Spark on EMR Serverless, where a day outgrows one machine. */
        SPARK
    }

    public StageSettings {
        if (!stage.matches("[a-z][a-z0-9]{0,11}")) {
            throw new IllegalArgumentException(
                    "stage: 1 to 12 lower-case letters and digits, beginning with a letter: '" + stage + "'");
        }
        if (retention.compareTo(SHORTEST_RETENTION) < 0 || retention.compareTo(LONGEST_EXTENDED_RETENTION) > 0) {
            throw new IllegalArgumentException("PT24H <= retention <= PT168H: " + retention);
        }
        if (shards.isPresent() && shards.getAsInt() < 1) {
            throw new IllegalArgumentException("shards >= 1: " + shards.getAsInt());
        }
        if (keysVersion < 1) {
            throw new IllegalArgumentException("apiKeysVersion >= 1: " + keysVersion);
        }
        CrossOrigin.stageVariables(allowedOrigins);
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /**
     * The settings of a stage: {@code prod} keeps what it has, every other name is disposable. Each setting can be changed
     * by the context key in brackets.
     *
     * @param context gives the value of a context key, or null: {@code stage}, {@code shards} ({@code on-demand} or a
     *     number), {@code retentionHours}, {@code ingestConcurrency}, {@code allowedOrigins} (comma-separated), {@code
     *     monthlyBudget}, {@code alarmMail}, {@code apiKeysVersion}, {@code batchEngine} ({@code duckdb} or {@code spark}),
     *     {@code emrRelease}
     * @throws IllegalArgumentException if a value is out of its bounds; the message names the key
     */
    public static StageSettings of(Function<String, @Nullable String> context) {
        String stage = or(context, "stage", "dev");
        boolean prod = stage.equals("prod");
        return new StageSettings(
                stage,
                prod,
                shards(or(context, "shards", prod ? "on-demand" : "1")),
                Duration.ofHours(number(context, "retentionHours", prod ? 168 : 24)),
                prod ? 90 : 7,
                prod
                        ? OptionalInt.of(number(context, "ingestConcurrency", 400))
                        : optional(context, "ingestConcurrency"),
                prod,
                prod ? 2_000 : 50,
                prod ? 1_000 : 100,
                list(or(context, "allowedOrigins", "")),
                number(context, "monthlyBudget", prod ? 1_000 : 50),
                Optional.ofNullable(context.apply("alarmMail")),
                number(context, "apiKeysVersion", 1),
                engine(or(context, "batchEngine", "duckdb")),
                or(context, "emrRelease", "emr-spark-8.0.0"));
    }

    /** What every physical name begins with: {@code tidemark-dev}. */
    public String prefix() {
        return "tidemark-" + stage;
    }

    private static String or(Function<String, @Nullable String> context, String key, String otherwise) {
        String value = context.apply(key);
        return value == null ? otherwise : value;
    }

    private static OptionalInt shards(String text) {
        return text.equals("on-demand") ? OptionalInt.empty() : OptionalInt.of(parse("shards", text));
    }

    private static OptionalInt optional(Function<String, @Nullable String> context, String key) {
        String value = context.apply(key);
        return value == null ? OptionalInt.empty() : OptionalInt.of(parse(key, value));
    }

    private static int number(Function<String, @Nullable String> context, String key, int otherwise) {
        String value = context.apply(key);
        return value == null ? otherwise : parse(key, value);
    }

    private static int parse(String key, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + ": a number is expected: '" + text + "'", e);
        }
    }

    private static List<String> list(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*"));
    }

    private static BatchEngine engine(String text) {
        try {
            return BatchEngine.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("batchEngine: duckdb or spark: '" + text + "'", e);
        }
    }
}
