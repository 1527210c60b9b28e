package dev.tidemark.batch.stage;

import java.util.LinkedHashMap;
import java.util.Map;

/** The kinds of rows in the table {@code records}, by their word there. */
public enum RecordKind {
    EVENTS("events"),
    HEARTBEAT("heartbeat"),
    WATERMARK("watermark"),
    VIEWS("views"),
    /** The stream did not process it: it moves nothing. */
    IDLE("idle"),
    /** No record: the journal's word on clock and watermarks after a hole. */
    ANCHOR("anchor"),
    /** No record: where the shard stands before the first that is read. */
    START("start"),
    /** Nobody can read it: it moves nothing. */
    UNREADABLE("unreadable");

    private final String word;

    RecordKind(String word) {
        this.word = word;
    }

    /** As tables and files have it. */
    public String word() {
        return word;
    }

    /** The words as SQL, by the name that fragments give them: {@code kind.events}. */
    public static Map<String, String> inSql() {
        Map<String, String> words = new LinkedHashMap<>();
        for (RecordKind kind : values()) {
            words.put("kind." + kind.word, "'" + kind.word + "'");
        }
        return words;
    }
}
