package dev.tidemark.window.store;

import dev.tidemark.platform.item.ArchiveHeadItem;
import dev.tidemark.platform.item.ArchiveObjectItem;
import dev.tidemark.window.archive.ArchiveNotes;
import java.util.List;

/** The archive's journal in its table. */
public final class TableArchiveNotes implements ArchiveNotes {

    private final Tables tables;

    public TableArchiveNotes(Tables tables) {
        this.tables = tables;
    }

    @Override
    public void note(String shardId, ObjectNote entry) {
        tables.putAll(List.of(new ArchiveObjectItem(
                shardId, entry.first(), entry.last(), entry.key(), entry.records(), entry.bytes(), entry.sha256())));
    }

    /** Of a batch that is delivered again, the archive is further already. */
    @Override
    public void advance(String shardId, String sequence) {
        tables.put(new ArchiveHeadItem(shardId, sequence).advancing());
    }
}
