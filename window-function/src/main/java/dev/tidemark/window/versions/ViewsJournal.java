package dev.tidemark.window.versions;

import java.util.Map;
import java.util.Optional;

/** Where views files are kept for good. Reads are strongly consistent. */
public interface ViewsJournal {

    /** Keeps a file under its version. Repetition changes nothing. */
    void keepViews(ViewsFile file);

    /** The text of the file with this version. */
    Optional<String> viewsText(String version);

    /** The texts of all files, by version. */
    Map<String, String> viewsTexts();

    /**
     * Takes or renews the lease of the version that is to be in force.
     *
     * @param nowMillis wall clock
     * @param leaseMillis how long after its last renewal another version's lease still stands
     * @return whether this version has it now
     */
    boolean leaseViews(String version, long nowMillis, long leaseMillis);
}
