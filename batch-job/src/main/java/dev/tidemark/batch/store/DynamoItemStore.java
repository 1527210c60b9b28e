package dev.tidemark.batch.store;

import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.FoundItems;
import dev.tidemark.platform.item.ItemKey;
import dev.tidemark.platform.item.ItemPut;
import dev.tidemark.platform.item.ItemRange;
import dev.tidemark.platform.item.StoredItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteRequest;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The tables in DynamoDB. */
public final class DynamoItemStore implements ItemStore {

    private static final int BATCH = 25;
    private static final int LONGEST_PAUSE_MILLIS = 5_000;

    private final DynamoDbClient dynamo;
    private final Map<Table, String> names;

    /** With the deployed name of each table that will be used. */
    public DynamoItemStore(DynamoDbClient dynamo, Map<Table, String> names) {
        this.dynamo = dynamo;
        this.names = Map.copyOf(names);
    }

    @Override
    public <T extends StoredItem> Optional<T> get(ItemKey<T> key) {
        return key.read(answer(key.table(), () -> dynamo.getItem(key.request(name(key.table())))
                .item()));
    }

    @Override
    public <T extends StoredItem> void query(ItemRange<T> range, Consumer<T> each) {
        queryAttributes(range, item -> each.accept(range.codec().read(item)));
    }

    @Override
    public <T extends StoredItem> Optional<T> first(ItemRange<T> range) {
        return answer(range.table(), () -> dynamo.query(
                                range.request(name(range.table())).limit(1).build())
                        .items())
                .stream()
                .map(range.codec()::read)
                .findFirst();
    }

    @Override
    public <F> void find(ItemRange<?> range, FoundItems<F> kind, Consumer<F> each) {
        queryAttributes(range, item -> kind.read(item).ifPresent(each));
    }

    private void queryAttributes(ItemRange<?> range, Consumer<Map<String, AttributeValue>> each) {
        answer(range.table(), () -> {
            dynamo.queryPaginator(range.request(name(range.table())).build())
                    .items()
                    .forEach(each);
            return true;
        });
    }

    @Override
    public <F> void findAll(FoundItems<F> kind, Consumer<F> each) {
        answer(kind.table(), () -> {
            dynamo.scanPaginator(
                            request -> request.tableName(name(kind.table())).consistentRead(true))
                    .items()
                    .forEach(item -> kind.read(item).ifPresent(each));
            return true;
        });
    }

    @Override
    public long approximateSize(Table table) {
        Long size = answer(table, () -> dynamo.describeTable(request -> request.tableName(name(table)))
                .table()
                .itemCount());
        return size == null ? 0 : size;
    }

    @Override
    public void putAll(List<? extends StoredItem> items) {
        writeAll(items, StoredItem::table, item -> WriteRequest.builder()
                .putRequest(PutRequest.builder().item(item.attributes()).build())
                .build());
    }

    @Override
    public void deleteAll(List<? extends ItemKey<?>> keys) {
        writeAll(keys, ItemKey::table, key -> WriteRequest.builder()
                .deleteRequest(DeleteRequest.builder().key(key.attributes()).build())
                .build());
    }

    private <E> void writeAll(List<? extends E> all, Function<E, Table> table, Function<E, WriteRequest> write) {
        for (int from = 0; from < all.size(); from += BATCH) {
            Map<String, List<WriteRequest>> writes = new HashMap<>();
            for (E each : all.subList(from, Math.min(all.size(), from + BATCH))) {
                writes.computeIfAbsent(name(table.apply(each)), name -> new ArrayList<>())
                        .add(write.apply(each));
            }
            writeUntilDone(table.apply(all.get(from)), writes);
        }
    }

    private void writeUntilDone(Table table, Map<String, List<WriteRequest>> writes) {
        Map<String, List<WriteRequest>> left = writes;
        int pauseMillis = 20;
        while (!left.isEmpty()) {
            Map<String, List<WriteRequest>> now = left;
            left = answer(table, () -> dynamo.batchWriteItem(request -> request.requestItems(now))
                    .unprocessedItems());
            if (!left.isEmpty()) {
                pause(pauseMillis);
                pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
            }
        }
    }

    @Override
    public <T extends StoredItem> PutOutcome<T> put(ItemPut<T> put, long nowMillis) {
        Table table = put.item().table();
        try {
            dynamo.putItem(put.request(name(table), nowMillis));
            return new PutOutcome.PutDone<>();
        } catch (ConditionalCheckFailedException e) {
            return new PutOutcome.PutRefused<>(put.stored(e.item()));
        } catch (SdkException e) {
            throw failed(table, e);
        }
    }

    private <T> T answer(Table table, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw failed(table, e);
        }
    }

    private StoreException failed(Table table, SdkException e) {
        return new StoreException("table " + name(table) + " does not answer: " + e.getMessage(), e);
    }

    private String name(Table table) {
        String name = names.get(table);
        if (name == null) {
            throw new IllegalStateException("no name is known for table " + table);
        }
        return name;
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while a table throttled", e);
        }
    }
}
