package dev.tidemark.batch.fault;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is not as it must be.
 *
 * @param kind of thing
 * @param side who is to blame
 * @param view id of the view, or null
 * @param windowStart milliseconds, or null where no window is concerned
 * @param windowEnd milliseconds, exclusive, or null
 * @param key of the group, or null
 * @param shard id of the shard, or null
 * @param object the item, object or record by name
 * @param detail what is expected and what is there
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NightFault(
        FaultKind kind,
        Side side,
        @Nullable String view,
        @JsonSerialize(using = InstantText.class) @Nullable Long windowStart,
        @JsonSerialize(using = InstantText.class) @Nullable Long windowEnd,
        @Nullable String key,
        @Nullable String shard,
        String object,
        String detail) {

    /** The kinds. */
    public enum FaultKind {
        /** A cell is not what the decisions, replayed from the archive, make it. */
        CELL("cell"),
        /** A published pane is not the merge of its cells. */
        PANE("pane"),
        /** The stream's watermark or clock at its head is not what the archive gives. */
        WATERMARK("watermark"),
        /** An archive object is missing or has other bytes than its journal entry. */
        ARCHIVE_OBJECT("archiveObject"),
        /** A record in the archive cannot be read, and no quarantine has it. */
        RECORD("record"),
        /** A record of events is in quarantine, and can be read. */
        QUARANTINE("quarantine"),
        /** The engine's own JSON functions read something else in a record than its reader. */
        READING("reading"),
        /** Ingestion gave an event another time or time quality than its raw stamps give. */
        INGESTION_TIME("ingestionTime"),
        /** Events that may be as old as they are came for a day whose records have gone. */
        GONE_DAY("goneDay"),
        /** The result of an approximate aggregate breaks a bound, or results break theirs too often. */
        APPROXIMATE("approximate"),
        /** The heads count other halves that were collected without a partner than the decisions give. */
        UNMATCHED("unmatched"),
        /** The ledger of a window does not close. */
        LEDGER("ledger");

        private final String wireName;

        FaultKind(String wireName) {
            this.wireName = wireName;
        }

        /** The name in reports. */
        @JsonValue
        public String wireName() {
            return wireName;
        }
    }

    /** Who is to blame. */
    public enum Side {
        /** The window function: its cells, panes, head. */
        STREAM("stream"),
        /** The archive, and the batch that reads it. */
        ARCHIVE("archive"),
        /** The ingest function. */
        INGESTION("ingestion"),
        /** The reader of records, which stream and batch have in common. */
        READER("reader");

        private final String wireName;

        Side(String wireName) {
            this.wireName = wireName;
        }

        /** The name in reports. */
        @JsonValue
        public String wireName() {
            return wireName;
        }
    }

    /** A fault of the archive that is bound to one shard. */
    public static NightFault ofArchive(FaultKind kind, String shard, String object, String detail) {
        return new NightFault(kind, Side.ARCHIVE, null, null, null, null, shard, object, detail);
    }

    /** A fault of the stream that is bound to one record of a shard. */
    public static NightFault ofStream(FaultKind kind, String shard, String object, String detail) {
        return new NightFault(kind, Side.STREAM, null, null, null, null, shard, object, detail);
    }

    /** A fault of the reader that stream and batch have in common. */
    public static NightFault ofReader(String shard, String object, String detail) {
        return new NightFault(FaultKind.READING, Side.READER, null, null, null, null, shard, object, detail);
    }
}
