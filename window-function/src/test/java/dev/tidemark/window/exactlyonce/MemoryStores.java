package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.view.View;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.CellItem;
import dev.tidemark.platform.item.HalfItem;
import dev.tidemark.platform.item.PaneItem;
import dev.tidemark.platform.item.WindowItem;
import dev.tidemark.window.store.TableCells;
import dev.tidemark.window.store.TableHalves;
import dev.tidemark.window.store.TableJournal;
import dev.tidemark.window.store.TablePanes;
import dev.tidemark.window.store.TablePublishing;
import dev.tidemark.window.store.TableViewsJournal;
import dev.tidemark.window.versions.VersionedViews;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The real stores on tables in memory, with faults, for properties over many runs; and what is in them in the end. */
final class MemoryStores implements Quarantine {

    private final MemoryTables tables;
    final TableCells cells;
    final TableHalves halves;
    final TableJournal journal;
    final TablePanes panes;
    final TablePublishing publishing;
    final TableViewsJournal views;
    final Map<String, String> quarantined = new TreeMap<>();

    MemoryStores(Faults faults) {
        this.tables = new MemoryTables(faults);
        this.cells = new TableCells(tables);
        this.halves = new TableHalves(tables);
        this.journal = new TableJournal(tables);
        this.panes = new TablePanes(tables);
        this.publishing = new TablePublishing(tables);
        this.views = new TableViewsJournal(tables);
    }

    /** What instances that are gone have put into the journal: files, and the first heads. */
    void have(List<VersionedViews> files, List<ShardHead> heads) {
        TableViewsJournal before = new TableViewsJournal(tables.calm());
        files.forEach(before::keepViews);
        TableJournal opened = new TableJournal(tables.calm());
        heads.forEach(opened::open);
    }

    @Override
    public void put(String shardId, RawRecord record, String reason) {
        quarantined.put(shardId + "/" + record.sequence(), reason);
    }

    List<String> broken() {
        return tables.broken();
    }

    long writes(Table table) {
        return tables.writes(table);
    }

    List<CellItem> cells() {
        return tables.all(CellItem.CODEC);
    }

    List<CellItem> cellsOf(View view) {
        return cells().stream().filter(cell -> cell.viewId().equals(view.id())).toList();
    }

    /** The grid: what every cell of every shard holds. */
    Map<String, Object> grid() {
        return by(cells(), cell -> cell.key().toString(), CellItem::measures);
    }

    /** Everything that is published, sessions and withdrawals included. */
    Map<String, WindowItem> published() {
        return by(tables.all(WindowItem.CODEC), item -> item.key().toString(), Function.identity());
    }

    /** What is published of windows that are no sessions. */
    Map<String, PaneItem> publishedPanes() {
        return by(
                tables.all(WindowItem.CODEC).stream()
                        .filter(PaneItem.class::isInstance)
                        .map(PaneItem.class::cast)
                        .toList(),
                item -> item.key().toString(),
                Function.identity());
    }

    /** The halves of every shard; what lies beyond a head is another attempt's, and at the end there is none. */
    Map<String, HalfItem> halves() {
        return by(tables.all(HalfItem.CODEC), half -> half.key().toString(), Function.identity());
    }

    Map<String, ShardHead> heads() {
        return by(journal.heads(), ShardHead::shardId, Function.identity());
    }

    private static <T, V> Map<String, V> by(List<T> all, Function<T, String> key, Function<T, V> value) {
        return all.stream().collect(Collectors.toMap(key, value, (a, b) -> a, TreeMap::new));
    }
}
