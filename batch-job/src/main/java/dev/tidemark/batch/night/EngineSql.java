package dev.tidemark.batch.night;

import dev.tidemark.batch.recompute.OccurrenceClass;
import dev.tidemark.batch.sql.Sql;
import dev.tidemark.batch.stage.RecordKind;
import dev.tidemark.batch.stage.RecordStatus;
import dev.tidemark.domain.event.InstantRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fragments of an engine, with the words that Java and SQL share. */
public final class EngineSql {

    /** Those of the default engine; a file of a dialect comes first, and may be replaced by another. */
    private static final List<String> FRAGMENTS = List.of(
            "duckdb",
            "staging",
            "times",
            "identity",
            "replay",
            "recompute",
            "calendar",
            "early",
            "sessions",
            "reconcile",
            "approximate",
            "join",
            "report",
            "state");

    private EngineSql() {}

    /** Of DuckDB. */
    public static Sql ofDuckDb() {
        return Sql.of(words(), FRAGMENTS);
    }

    /** The words that Java and SQL share, and numbers that both go by. */
    public static Map<String, String> words() {
        Map<String, String> words = new HashMap<>();
        words.putAll(RecordKind.inSql());
        words.putAll(RecordStatus.inSql());
        words.putAll(OccurrenceClass.inSql());
        words.put("log.firstMillis", Long.toString(InstantRange.FIRST_MILLIS));
        words.put("log.endMillis", Long.toString(InstantRange.END_MILLIS));
        return words;
    }
}
