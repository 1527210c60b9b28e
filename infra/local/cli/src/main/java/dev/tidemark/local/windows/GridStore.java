package dev.tidemark.local.windows;

import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.fold.CellKey;
import dev.tidemark.domain.fold.Pane;
import dev.tidemark.domain.fold.SessionPane;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;
import dev.tidemark.platform.ItemKeys;
import dev.tidemark.platform.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** The tables of the grid as values of the domain; their layout is in {@code docs/platform.md}. */
final class GridStore {

    private final DynamoDbClient dynamoDb;
    private final Function<Table, String> names;

    GridStore(DynamoDbClient dynamoDb, Function<Table, String> names) {
        this.dynamoDb = dynamoDb;
        this.names = names;
    }

    /** Up to which watermark panes are published, or {@link Watermarks#UNKNOWN}. */
    long published(TimeDomain domain) {
        Map<String, AttributeValue> item = dynamoDb.getItem(request -> request.tableName(names.apply(Table.JOURNAL))
                        .key(Map.of(
                                Table.PARTITION_KEY, AttributeValue.fromS(ItemKeys.PUBLISHED),
                                Table.SORT_KEY, AttributeValue.fromS(domain.wireName())))
                        .consistentRead(true))
                .item();
        return item == null || !item.containsKey("watermark") ? Watermarks.UNKNOWN : Items.number(item, "watermark");
    }

    List<ShardHead> heads() {
        return query(Table.JOURNAL, ItemKeys.HEADS, "", "~")
                .map(item -> new ShardHead(
                        Items.text(item, Table.SORT_KEY),
                        Items.number(item, "events"),
                        Items.number(item, "duplicates"),
                        Items.number(item, "quarantined")))
                .toList();
    }

    /** Starts of the slices of a view with cells, in this shard, that a window publishes at a mark after the watermark. */
    Set<Long> slicesDueAfter(View view, String shardId, long watermarkMillis) {
        String domain = view.time().wireName() + "#";
        String after = watermarkMillis == Watermarks.UNKNOWN ? domain : domain + ItemKeys.afterMark(watermarkMillis);
        Set<Long> starts = new TreeSet<>();
        query(Table.JOURNAL, ItemKeys.due(shardId), after, domain + "~").forEach(item -> {
            String sort = Items.text(item, Table.SORT_KEY);
            int start = sort.lastIndexOf('#');
            if (sort.substring(0, start).endsWith("#" + view.id())) {
                starts.add(Items.instant(sort.substring(start + 1)));
            }
        });
        return starts;
    }

    /** The cells of a slice in one shard. */
    List<Cell> cells(View view, long sliceStartMillis, String shardId) {
        return query(Table.CELLS, ItemKeys.cells(view.id(), sliceStartMillis, shardId), "", "~")
                .map(item -> cell(view, sliceStartMillis, item))
                .toList();
    }

    /** The published panes of one window. */
    List<WindowRow> panes(View view, Window window) {
        List<WindowRow> rows = new ArrayList<>();
        for (int bucket = 0; bucket < view.buckets(); bucket++) {
            query(Table.WINDOWS, ItemKeys.panes(view.id(), window.startMillis(), window.endMillis(), bucket), "", "~")
                    .forEach(item -> rows.add(pane(view, window, item)));
        }
        return rows;
    }

    /** The published panes of every window of a view; reads the whole table. */
    List<WindowRow> panes(View view) {
        String prefix = view.id() + "#";
        List<WindowRow> rows = new ArrayList<>();
        scan(Table.WINDOWS, prefix).forEach(item -> {
            String partition = Items.text(item, Table.PARTITION_KEY);
            rows.add(pane(view, window(partition.substring(prefix.length())), item));
        });
        return rows;
    }

    /** The same as the panes of the domain; of a view without sessions. */
    List<Pane> publishedPanes(View view) {
        return published(view, PaneItems::pane);
    }

    /** The panes of a session view, withdrawals among them; reads the whole table. */
    List<SessionPane> publishedSessions(View view) {
        return published(view, PaneItems::session);
    }

    private <P> List<P> published(View view, BiFunction<Window, Map<String, AttributeValue>, P> read) {
        int start = view.id().length() + 1;
        return scan(Table.WINDOWS, view.id() + "#")
                .map(item ->
                        read.apply(window(Items.text(item, Table.PARTITION_KEY).substring(start)), item))
                .toList();
    }

    /** Every cell of a view in every shard; reads the whole table. */
    List<Cell> cells(View view) {
        String prefix = view.id() + "#";
        return scan(Table.CELLS, prefix)
                .map(item -> {
                    String partition = Items.text(item, Table.PARTITION_KEY);
                    int end = partition.indexOf('#', prefix.length());
                    return cell(view, Items.instant(partition.substring(prefix.length(), end)), item);
                })
                .toList();
    }

    private Stream<Map<String, AttributeValue>> query(Table table, String partition, String from, String to) {
        // A sort key is never empty, and the API takes no empty bound.
        String lowest = from.isEmpty() ? " " : from;
        return dynamoDb
                .queryPaginator(QueryRequest.builder()
                        .tableName(names.apply(table))
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
                        .expressionAttributeValues(Map.of(
                                ":pk", AttributeValue.fromS(partition),
                                ":from", AttributeValue.fromS(lowest),
                                ":to", AttributeValue.fromS(to)))
                        .build())
                .items()
                .stream();
    }

    private Stream<Map<String, AttributeValue>> scan(Table table, String partitionPrefix) {
        return dynamoDb
                .scanPaginator(ScanRequest.builder()
                        .tableName(names.apply(table))
                        .consistentRead(true)
                        .filterExpression("begins_with(pk, :prefix)")
                        .expressionAttributeValues(Map.of(":prefix", AttributeValue.fromS(partitionPrefix)))
                        .build())
                .items()
                .stream();
    }

    private static Cell cell(View view, long sliceStartMillis, Map<String, AttributeValue> item) {
        MarkAndKey sort = MarkAndKey.parse(Items.text(item, Table.SORT_KEY));
        long early = sort.early().equals(ItemKeys.NO_EARLY) ? Grid.NO_EARLY : Items.instant(sort.early());
        return new Cell(
                new CellKey(view.id(), sliceStartMillis, sort.markMillis(), early, sort.key()),
                Items.measures(item).with(SketchItems.sketches(item)));
    }

    private static WindowRow pane(View view, Window window, Map<String, AttributeValue> item) {
        MarkAndKey sort = MarkAndKey.parse(Items.text(item, Table.SORT_KEY));
        return new WindowRow(
                view.name(),
                window,
                sort.key(),
                sort.markMillis(),
                WindowRow.Status.valueOf(Items.text(item, "timing")),
                (int) Items.number(item, "index"),
                false,
                Items.measures(item),
                SketchItems.results(view, item));
    }

    /** Of {@code <start>/<end>#<bucket>}. */
    private static Window window(String text) {
        int slash = text.indexOf('/');
        int end = text.indexOf('#', slash);
        return new Window(Items.instant(text.substring(0, slash)), Items.instant(text.substring(slash + 1, end)));
    }
}
