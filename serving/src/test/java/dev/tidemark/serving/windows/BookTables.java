package dev.tidemark.serving.windows;

import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.fold.CellKey;
import dev.tidemark.domain.fold.Pane;
import dev.tidemark.domain.fold.SessionCells;
import dev.tidemark.domain.fold.SessionPane;
import dev.tidemark.domain.fold.Sessions;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WindowSpec;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.SessionGrid;
import dev.tidemark.domain.window.Window;
import dev.tidemark.local.platform.Names;
import dev.tidemark.local.platform.Schema;
import dev.tidemark.platform.HashKeyRange;
import dev.tidemark.platform.item.CellItem;
import dev.tidemark.platform.item.DueItem;
import dev.tidemark.platform.item.HeadItem;
import dev.tidemark.platform.item.Interval;
import dev.tidemark.platform.item.MarkKey;
import dev.tidemark.platform.item.MeasureValues;
import dev.tidemark.platform.item.PaneBlock;
import dev.tidemark.platform.item.PaneItem;
import dev.tidemark.platform.item.PublishedWatermarkItem;
import dev.tidemark.platform.item.SessionPaneItem;
import dev.tidemark.platform.item.ShardClocks;
import dev.tidemark.platform.item.ShardCounts;
import dev.tidemark.platform.item.StoredItem;
import dev.tidemark.platform.item.WithdrawalItem;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Puts the book's data set into tables, laid out as docs/platform.md has it: as one shard would have. */
final class BookTables {

    private static final String SHARD = "shardId-0";

    private final DynamoDbClient dynamoDb;
    private final Names names;

    BookTables(DynamoDbClient dynamoDb, Names names) {
        this.dynamoDb = dynamoDb;
        this.names = names;
        new Schema(names).createTables(dynamoDb);
    }

    /** Cells, what is due, what is published up to the watermark, and the watermark itself. */
    void store(BookLog book, long watermark) {
        View view = book.view;
        put(new HeadItem(
                SHARD,
                Sequence.NONE,
                new ShardClocks(watermark, watermark, watermark),
                false,
                List.of(),
                HashKeyRange.ALL,
                view.version(),
                view.version(),
                new ShardCounts(0, 0, 0, 0, 0),
                Map.of()));
        Grid grid = Grid.of(view);
        book.cells.forEach(cell -> {
            CellKey key = cell.key();
            put(new CellItem(
                    key.viewId(),
                    key.sliceStartMillis(),
                    SHARD,
                    new MarkKey(key.markMillis(), key.earlyMillis(), key.key()),
                    Sequence.NONE,
                    MeasureValues.of(cell.measures()),
                    cell.measures().sketches()));
            grid.publishingMarks(key.sliceStartMillis(), key.markMillis())
                    .forEach(mark -> put(new DueItem(SHARD, view.time(), mark, view.id(), key.sliceStartMillis())));
        });
        if (view.window() instanceof WindowSpec.Session) {
            SessionGrid sessions = SessionGrid.of(view);
            SessionCells cells = new SessionCells(sessions);
            book.cells.forEach(cells::add);
            Sessions.of(sessions, "team", cells, watermark).forEach(pane -> put(view, pane));
        } else {
            book.panes().stream().filter(pane -> pane.markMillis() <= watermark).forEach(pane -> put(view, pane));
        }
        put(new PublishedWatermarkItem(TimeDomain.EVENT, watermark));
    }

    void put(StoredItem item) {
        dynamoDb.putItem(
                request -> request.tableName(names.table(item.codec().table())).item(item.attributes()));
    }

    private void put(View view, Pane pane) {
        put(new PaneItem(
                view.id(),
                PaneBlock.of(view, pane.window().startMillis(), pane.key()),
                interval(pane.window()),
                new MarkKey(pane.markMillis(), pane.earlyMillis(), pane.key()),
                pane.timing().name(),
                pane.index(),
                MeasureValues.of(pane.total()),
                MeasureValues.of(pane.delta()),
                Map.of()));
    }

    private void put(View view, SessionPane pane) {
        MarkKey at = new MarkKey(pane.markMillis(), pane.key());
        PaneBlock block = PaneBlock.of(view, pane.bucket().startMillis(), pane.key());
        Window into = pane.into();
        put(
                into != null
                        ? new WithdrawalItem(
                                view.id(),
                                block,
                                interval(pane.bucket()),
                                at,
                                interval(pane.session()),
                                interval(into),
                                pane.index())
                        : new SessionPaneItem(
                                view.id(),
                                block,
                                interval(pane.bucket()),
                                at,
                                interval(pane.session()),
                                pane.timing().name(),
                                pane.index(),
                                MeasureValues.of(pane.total()),
                                MeasureValues.of(pane.delta()),
                                Map.of(),
                                pane.retracts().stream()
                                        .map(BookTables::interval)
                                        .toList()));
    }

    static Interval interval(Window window) {
        return new Interval(window.startMillis(), window.endMillis());
    }
}
