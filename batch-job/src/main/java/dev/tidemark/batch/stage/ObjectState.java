package dev.tidemark.batch.stage;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.state.JournalledObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How an archive object stands to its journal entry. */
public enum ObjectState {
    /** There, with the journalled bytes. */
    INTACT,
    /** Not there. */
    MISSING,
    /** There, with other bytes. */
    ALTERED;

    /** The name in tables and reports: the constant in lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How these bytes, or none, stand to an entry. */
    public static ObjectState of(JournalledObject entry, byte @Nullable [] bytes) {
        if (bytes == null) {
            return MISSING;
        }
        return JournalledObjects.sha256(bytes).equals(entry.sha256()) ? INTACT : ALTERED;
    }

    /** The fault that this is in a shard. */
    public NightFault fault(String shardId, JournalledObject entry) {
        return NightFault.ofArchive(
                NightFault.FaultKind.ARCHIVE_OBJECT,
                shardId,
                entry.key(),
                "the archive object is " + wireName() + "; its journal entry has " + entry.records()
                        + " records and SHA-256 " + entry.sha256());
    }
}
