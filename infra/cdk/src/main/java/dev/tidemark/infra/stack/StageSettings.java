package dev.tidemark.infra.stack;

import dev.tidemark.platform.CallerLimits;
import dev.tidemark.platform.CrossOrigin;
import dev.tidemark.platform.PlatformFunction;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

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
 * @param queryConcurrency the most instances that answer queries, likewise; each reads shards' tips, of which a shard gives few a second
 * @param singleRuns whether tick and batch are held to one instance each; a fresh account has no concurrency to reserve
 * @param requestsPerSecond steady rate that the HTTP API lets through
 * @param burst requests above it that it lets through at once
 * @param queriesPerSecond rate of queries that their API lets through, and so many at once
 * @param crossOrigin whose pages may post, and with which headers: the stage variables
 * @param callerLimits how often a key and a device may, counted in each instance of ingestion alone
 * @param monthlyBudget in US dollars, above which a mail is sent
 * @param alarmMail who is told; empty for nobody
 * @param keysVersion version of the SSM parameter that holds the keys' hashes; a new one makes new function versions
 * @param queryKeysVersion the same of the keys that may read
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
        OptionalInt queryConcurrency,
        boolean singleRuns,
        int requestsPerSecond,
        int burst,
        int queriesPerSecond,
        CrossOrigin crossOrigin,
        CallerLimits callerLimits,
        int monthlyBudget,
        Optional<String> alarmMail,
        int keysVersion,
        int queryKeysVersion,
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
        atLeastOne("logDays", logDays);
        atLeastOne("requestsPerSecond", requestsPerSecond);
        atLeastOne("burst", burst);
        atLeastOne("queriesPerSecond", queriesPerSecond);
        atLeastOne("monthlyBudget", monthlyBudget);
        ingestConcurrency.ifPresent(most -> atLeastOne("ingestConcurrency", most));
        queryConcurrency.ifPresent(most -> atLeastOne("queryConcurrency", most));
        if (alarmMail.isPresent() && !alarmMail.get().matches("[^@\\s,]+@[^@\\s,]+")) {
            throw new IllegalArgumentException("alarmMail: one address, or none: '" + alarmMail.get() + "'");
        }
        atLeastOne("apiKeysVersion", keysVersion);
        atLeastOne("queryKeysVersion", queryKeysVersion);
    }

    /** The settings that a stage's file names, each of them; {@code views} is read by the application. */
    public static final Set<String> KEYS = Set.of(
            "keepsData",
            "shards",
            "retentionHours",
            "logDays",
            "ingestConcurrency",
            "queryConcurrency",
            "singleRuns",
            "requestsPerSecond",
            "burst",
            "queriesPerSecond",
            CrossOrigin.ORIGINS_VARIABLE,
            CrossOrigin.HEADERS_VARIABLE,
            "keyPerSecond",
            "devicePerSecond",
            "monthlyBudget",
            "alarmMail",
            "apiKeysVersion",
            "queryKeysVersion",
            "batchEngine",
            "emrRelease",
            "views");

    /**
     * The settings of a stage as its file has them.
     *
     * @param values the text of each setting of {@link #KEYS}: {@code shards} is {@code on-demand} or a number, {@code
     *     allowedOrigins} and {@code allowedHeaders} comma-separated, {@code ingestConcurrency}, {@code queryConcurrency}, {@code keyPerSecond},
     *     {@code devicePerSecond} and {@code alarmMail} may be {@code none}
     * @throws IllegalArgumentException if a value is missing or out of its bounds; the message names the key
     */
    public static StageSettings of(String stage, Map<String, String> values) {
        SettingsReading read = new SettingsReading(values);
        return new StageSettings(
                stage,
                read.yes("keepsData"),
                read.text("shards").equals("on-demand") ? OptionalInt.empty() : OptionalInt.of(read.number("shards")),
                Duration.ofHours(read.number("retentionHours")),
                read.number("logDays"),
                read.bound("ingestConcurrency"),
                read.bound("queryConcurrency"),
                read.yes("singleRuns"),
                read.number("requestsPerSecond"),
                read.number("burst"),
                read.number("queriesPerSecond"),
                new CrossOrigin(read.list(CrossOrigin.ORIGINS_VARIABLE), read.list(CrossOrigin.HEADERS_VARIABLE)),
                new CallerLimits(read.rate("keyPerSecond"), read.rate("devicePerSecond")),
                read.number("monthlyBudget"),
                read.isNone("alarmMail") ? Optional.empty() : Optional.of(read.text("alarmMail")),
                read.number("apiKeysVersion"),
                read.number("queryKeysVersion"),
                read.engine("batchEngine"),
                read.text("emrRelease"));
    }

    private static void atLeastOne(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + " >= 1: " + value);
        }
    }

    /** What every physical name begins with: {@code tidemark-dev}. */
    public String prefix() {
        return PlatformFunction.prefix(stage);
    }

    /** Texts as what they stand for. */
    private record SettingsReading(Map<String, String> values) {

        String text(String key) {
            String text = values.get(key);
            if (text == null) {
                throw new IllegalArgumentException(key + " is missing");
            }
            return text;
        }

        boolean isNone(String key) {
            return text(key).equals("none");
        }

        boolean yes(String key) {
            return switch (text(key)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException(key + ": true or false: '" + text(key) + "'");
            };
        }

        int number(String key) {
            try {
                return Integer.parseInt(text(key));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(key + ": a number is expected: '" + text(key) + "'", e);
            }
        }

        OptionalInt bound(String key) {
            return isNone(key) ? OptionalInt.empty() : OptionalInt.of(number(key));
        }

        Optional<BigDecimal> rate(String key) {
            if (isNone(key)) {
                return Optional.empty();
            }
            try {
                return Optional.of(new BigDecimal(text(key)));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(key + ": a number or none is expected: '" + text(key) + "'", e);
            }
        }

        List<String> list(String key) {
            String text = text(key);
            return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*"));
        }

        BatchEngine engine(String key) {
            try {
                return BatchEngine.valueOf(text(key).toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(key + ": duckdb or spark: '" + text(key) + "'", e);
            }
        }
    }
}
