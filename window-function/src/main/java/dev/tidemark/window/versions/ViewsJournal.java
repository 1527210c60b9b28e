package dev.tidemark.window.versions;

import java.util.Map;
import java.util.Optional;

/** Where views files are kept for good. Reads are strongly consistent. */
public interface ViewsJournal {

    /** Who has the lease of the version that is to be in force. */
    sealed interface Lease {}

    /** The caller's version has the lease. */
    record Held() implements Lease {}

    /** This other version, which was renewed not long ago. */
    record HeldFor(String version) implements Lease {}

    /** Keeps a file under its version. Repetition changes nothing. */
    void keepViews(VersionedViews file);

    /** The text of the file with this version. */
    Optional<String> viewsText(String version);

    /** The texts of all files, by version. */
    Map<String, String> viewsTexts();

    /**
     * Takes or renews the lease of the version that is to be in force.
     *
     * @param nowMillis wall clock
     * @param leaseMillis how long after its last renewal another version's lease still stands
     */
    Lease leaseViews(String version, long nowMillis, long leaseMillis);
}
