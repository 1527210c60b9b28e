package dev.tidemark.window.store;

import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.ItemKey;
import dev.tidemark.platform.item.ItemPut;
import dev.tidemark.platform.item.ItemRange;
import dev.tidemark.platform.item.ItemUpdate;
import dev.tidemark.platform.item.StoredItem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The tables in DynamoDB. Many items go 25 a call; a call may be taken in part, and the rest goes again, a little later each time. */
public final class DynamoTables implements Tables {

    private static final int MOST_A_CALL = 25;
    private static final int MOST_TRIES = 12;

    private final DynamoDbClient dynamo;
    private final Function<Table, String> names;
    private final Clock clock;

    /**
     * The tables of a stack.
     *
     * @param names deployed name of each
     * @param clock the wall clock, which items expire by
     */
    public DynamoTables(DynamoDbClient dynamo, Function<Table, String> names, Clock clock) {
        this.dynamo = dynamo;
        this.names = names;
        this.clock = clock;
    }

    @Override
    public <T extends StoredItem> Optional<T> get(ItemKey<T> key) {
        return key.read(dynamo.getItem(key.request(names.apply(key.table()))).item());
    }

    @Override
    public <T extends StoredItem> Iterator<T> ascending(ItemRange<T> range) {
        return read(range, query(range).build());
    }

    @Override
    public <T extends StoredItem> Iterator<T> descending(ItemRange<T> range) {
        return read(range, query(range).scanIndexForward(false).build());
    }

    private <T extends StoredItem> Iterator<T> read(ItemRange<T> range, QueryRequest query) {
        return dynamo.queryPaginator(query).items().stream()
                .map(range.codec()::read)
                .iterator();
    }

    @Override
    public <T extends StoredItem> Optional<T> first(ItemRange<T> range) {
        return dynamo.query(query(range).limit(1).build()).items().stream()
                .findFirst()
                .map(range.codec()::read);
    }

    private QueryRequest.Builder query(ItemRange<?> range) {
        return range.request(names.apply(range.table()));
    }

    @Override
    public <T extends StoredItem> TableWrite<T> put(ItemPut<T> put) {
        try {
            dynamo.putItem(put.request(names.apply(put.codec().table()), clock.millis()));
            return new WriteDone<>();
        } catch (ConditionalCheckFailedException e) {
            return new WriteRefused<>(e.hasItem() ? put.stored(e.item()) : Optional.empty());
        }
    }

    @Override
    public void update(ItemUpdate<?> update) {
        try {
            dynamo.updateItem(update.request(names.apply(update.key().table())));
        } catch (ConditionalCheckFailedException e) {
            throw new IllegalStateException("the condition of " + update.key() + " does not hold", e);
        }
    }

    /** @throws IllegalStateException if the table does not take them in {@value #MOST_TRIES} tries, about 8 seconds */
    @Override
    public void putAll(Collection<? extends StoredItem> items) {
        long now = clock.millis();
        List<WriteRequest> writes = new ArrayList<>(MOST_A_CALL);
        Iterator<? extends StoredItem> rest = items.iterator();
        while (rest.hasNext()) {
            StoredItem item = rest.next();
            Map<String, AttributeValue> attributes = item.attributesAt(now);
            writes.add(WriteRequest.builder()
                    .putRequest(PutRequest.builder().item(attributes).build())
                    .build());
            if (writes.size() == MOST_A_CALL || !rest.hasNext()) {
                write(names.apply(item.table()), List.copyOf(writes));
                writes.clear();
            }
        }
    }

    private void write(String table, List<WriteRequest> writes) {
        Map<String, List<WriteRequest>> rest = Map.of(table, writes);
        for (int tries = 1; ; tries++) {
            Map<String, List<WriteRequest>> batch = rest;
            rest = dynamo.batchWriteItem(request -> request.requestItems(batch)).unprocessedItems();
            if (rest.isEmpty()) {
                return;
            }
            if (tries == MOST_TRIES) {
                throw new IllegalStateException("table " + table + " did not take all items in " + tries + " tries");
            }
            pause(Math.min(1_000, 10L << tries));
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between two tries of a batch write", e);
        }
    }
}
