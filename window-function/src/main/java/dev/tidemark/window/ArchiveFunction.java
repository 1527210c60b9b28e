package dev.tidemark.window;

import dev.tidemark.window.archive.Archiver;
import dev.tidemark.window.exactlyonce.BatchOutcome;
import dev.tidemark.window.exactlyonce.RawRecord;
import dev.tidemark.window.store.S3Archive;
import dev.tidemark.window.store.TableArchiveNotes;
import dev.tidemark.window.store.TableFormat;
import dev.tidemark.window.store.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** One instance of the archive function: batches into the bucket. */
public final class ArchiveFunction {

    private final TableFormat format;
    private final Archiver archiver;

    public ArchiveFunction(FunctionServices services) {
        Tables tables = services.tables();
        this.format = new TableFormat(tables);
        this.archiver =
                new Archiver(new S3Archive(services.s3(), services.settings().bucket()), new TableArchiveNotes(tables));
    }

    /**
     * Archives batches, shard by shard.
     *
     * @param batches by shard, each in sequence order and not empty
     * @return what came of each
     * @throws IllegalStateException if the tables are of another format
     */
    public Collection<BatchOutcome> archive(Map<String, List<RawRecord>> batches) {
        format.check();
        List<BatchOutcome> outcomes = new ArrayList<>(batches.size());
        batches.forEach((shardId, records) -> outcomes.add(archiver.archive(shardId, records)));
        return outcomes;
    }
}
