package dev.tidemark.window.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Unconditional writes, 25 items a call. A call may be taken in part; the rest goes again, a little later each time. */
final class BatchWrites {

    private static final int MOST_A_CALL = 25;
    private static final int MOST_TRIES = 12;

    private BatchWrites() {}

    /**
     * Writes all items.
     *
     * @throws IllegalStateException if the table does not take them in {@value #MOST_TRIES} tries, about 8 seconds
     */
    static void put(DynamoDbClient dynamo, String table, List<Map<String, AttributeValue>> items) {
        for (int from = 0; from < items.size(); from += MOST_A_CALL) {
            List<WriteRequest> writes = new ArrayList<>(MOST_A_CALL);
            for (Map<String, AttributeValue> item : items.subList(from, Math.min(from + MOST_A_CALL, items.size()))) {
                writes.add(WriteRequest.builder()
                        .putRequest(PutRequest.builder().item(item).build())
                        .build());
            }
            write(dynamo, table, writes);
        }
    }

    private static void write(DynamoDbClient dynamo, String table, List<WriteRequest> writes) {
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
