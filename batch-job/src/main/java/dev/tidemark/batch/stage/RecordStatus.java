package dev.tidemark.batch.stage;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the stream did with a record, and so with its events, by the word of the tables. */
public enum RecordStatus {
    PROCESSED("processed"),
    /** Set aside by the stream. */
    QUARANTINED("quarantined"),
    /** Given up by the event source mapping. */
    SKIPPED("skipped");

    private final String word;

    RecordStatus(String word) {
        this.word = word;
    }

    /** As tables and files have it. */
    public String word() {
        return word;
    }

    /** The words as SQL, by the name that fragments give them: {@code status.processed}. */
    public static Map<String, String> inSql() {
        Map<String, String> words = new LinkedHashMap<>();
        for (RecordStatus status : values()) {
            words.put("status." + status.word, "'" + status.word + "'");
        }
        return words;
    }
}
