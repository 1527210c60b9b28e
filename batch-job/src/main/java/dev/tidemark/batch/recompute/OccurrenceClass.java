package dev.tidemark.batch.recompute;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of an occurrence of an event, or of a pair of events, in the stream's hands, by the word of the tables. The
 * first occurrence of a (deviceId, id) is the truth; every other one is a repetition.
 */
public enum OccurrenceClass {
    /** A first one, counted. */
    APPLIED("applied"),
    /** A repeated one, counted: the stream had forgotten the first. */
    REPEATED("repeated"),
    /** A repeated one, recognised. */
    DUPLICATE("duplicate"),
    /** A first one that was taken for a repeated one, because of an equal fingerprint. */
    COLLISION("collision"),
    /** A first one, set aside. */
    QUARANTINED("quarantined"),
    /** A first one, given up by the event source mapping. */
    SKIPPED("skipped"),
    /** A true pair whose first half had been collected alone before the second came. */
    COLLECTED("collected"),
    /** A first one that the view was not in force for. */
    NOT_COVERED("notCovered"),
    /** A repeated one that was set aside, given up, or not covered. */
    NOT_PROCESSED("notProcessed");

    private final String word;

    OccurrenceClass(String word) {
        this.word = word;
    }

    /** As tables have it. */
    public String word() {
        return word;
    }

    /** The words as SQL, by the name that fragments give them: {@code class.applied}. */
    public static Map<String, String> inSql() {
        Map<String, String> words = new LinkedHashMap<>();
        for (OccurrenceClass each : values()) {
            words.put("class." + each.word, "'" + each.word + "'");
        }
        return words;
    }
}
