package dev.tidemark.window.archive;

import dev.tidemark.window.exactlyonce.BatchOutcome;
import dev.tidemark.window.exactlyonce.RawRecord;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes batches to the archive: for each run of records of one hour of arrival the object, its journal entry, then the
 * shard's archive head. Objects of re-cut batches may overlap; (shard, sequence) settles that when they are read.
 */
public final class Archiver {

    private static final long HOUR = 3_600_000L;

    private final ArchiveStore store;
    private final ArchiveNotes journal;

    public Archiver(ArchiveStore store, ArchiveNotes journal) {
        this.store = store;
        this.journal = journal;
    }

    /**
     * Archives a batch of one shard, in sequence order.
     *
     * @param records one or more
     * @return that it is archived, or from which record on nothing is
     */
    public BatchOutcome archive(String shardId, List<RawRecord> records) {
        for (List<RawRecord> run : runsOfAnHour(records)) {
            try {
                archive(ArchiveLines.object(shardId, run));
            } catch (RuntimeException e) {
                return new BatchOutcome.FailedFrom(run.get(0).sequence(), e);
            }
        }
        return new BatchOutcome.Archived(records.get(records.size() - 1).sequence());
    }

    private void archive(ArchivedRun object) {
        store.put(object.key(), object.bytes());
        journal.note(
                object.shardId(),
                new ArchiveNotes.ObjectNote(
                        object.key(),
                        object.first(),
                        object.last(),
                        object.records(),
                        object.bytes().length,
                        sha256(object.bytes())));
        journal.advance(object.shardId(), object.last());
    }

    private static List<List<RawRecord>> runsOfAnHour(List<RawRecord> records) {
        List<List<RawRecord>> runs = new ArrayList<>();
        long hour = Long.MIN_VALUE;
        for (RawRecord record : records) {
            long at = Math.floorDiv(record.arrivalMillis(), HOUR);
            if (runs.isEmpty() || at != hour) {
                runs.add(new ArrayList<>());
                hour = at;
            }
            runs.get(runs.size() - 1).add(record);
        }
        return runs;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
