package dev.tidemark.batch.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code manifest.json}, what a day's numbers were made from; its schema is {@code report/manifest.schema.json}. Instants
 * are texts such as {@code 2024-07-15T00:00:10.000Z}, sequence numbers are padded.
 *
 * @param schema version of the schema
 * @param day such as {@code 2024-07-15}
 * @param run that computed it
 * @param engine that it computed with
 * @param writtenAt by the wall clock
 * @param viewsVersion of the views file
 * @param views in the order of the file
 * @param cut by shard
 * @param comparedUpTo the largest mark of panes that were compared
 * @param published what the stream had published at the cut
 * @param archive what was read of it
 * @param files of the day, this one excepted
 */
public record Manifest(
        int schema,
        String day,
        String run,
        String engine,
        String writtenAt,
        String viewsVersion,
        List<ManifestView> views,
        List<ManifestShard> cut,
        ManifestWatermarks comparedUpTo,
        ManifestWatermarks published,
        Archive archive,
        List<ManifestFile> files) {

    /** The version of the schema. */
    public static final int SCHEMA = 1;

    /** A view by name and id. */
    public record ManifestView(String name, String id) {}

    /**
     * What was read of a shard.
     *
     * @param shard its id
     * @param parents ids of those that it came from
     * @param after sequence number after which was read
     * @param upTo sequence number up to which was read, inclusive
     * @param windowHead where the stream stood
     * @param archiveHead where the archive stood
     * @param complete whether it has ended, and the cut is its end
     */
    public record ManifestShard(
            String shard,
            List<String> parents,
            String after,
            String upTo,
            String windowHead,
            String archiveHead,
            boolean complete) {}

    /** One watermark a time domain, or null for none. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ManifestWatermarks(
            @Nullable String event, @Nullable String received) {}

    /**
     * The archive.
     *
     * @param objectsRead how many
     * @param notJournalled keys of objects that no journal entry names
     */
    public record Archive(long objectsRead, List<String> notJournalled) {
        public Archive {
            notJournalled = List.copyOf(notJournalled);
        }
    }

    /** A file by name, length in bytes and SHA-256 in lower-case hex. */
    public record ManifestFile(String name, long bytes, String sha256) {}

    Manifest withFiles(List<ManifestFile> written) {
        return new Manifest(
                schema,
                day,
                run,
                engine,
                writtenAt,
                viewsVersion,
                views,
                cut,
                comparedUpTo,
                published,
                archive,
                written);
    }
}
