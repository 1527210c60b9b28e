package dev.tidemark.simulation.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.simulation.timeline.Gate;
import dev.tidemark.simulation.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** What DynamoDB Local does not show: late deletions, readers that lag, writers between two pages, what calls consume. */
class SimulatedDynamoDbTest {

    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");

    private final Timeline timeline = new Timeline(START);
    private final SimulatedTables tables =
            new SimulatedTables(new SimulatedTables.TableSchema("pk", "sk", "ttl"), List.of("t"), timeline.clock(), 1);
    private final SimulatedDynamoDb dynamo = new SimulatedDynamoDb(tables, Gate.STRAIGHT, () -> 2);

    @AfterEach
    void close() {
        timeline.close();
    }

    @Test
    void anItemThatExpiredIsDeletedDaysLaterAndEachAtItsOwnMoment() {
        for (int i = 0; i < 50; i++) {
            put("p", "s" + i, Map.of("ttl", AttributeValue.fromN(Long.toString(START.getEpochSecond() + 60))));
        }
        List<Integer> left = new ArrayList<>();
        for (int day = 0; day <= 5; day++) {
            timeline.runUntil(START.plus(Duration.ofDays(day)).toEpochMilli() + 61_000);
            left.add(items().size());
        }

        assertThat(left.get(0)).isBetween(45, 50);
        assertThat(left.get(2)).isBetween(10, 40);
        assertThat(left.get(5)).isZero();
    }

    @Test
    void aReaderThatDoesNotAskForConsistencyMayMissTheLastWrite() {
        int old = 0;
        for (int i = 0; i < 100; i++) {
            put("p", "s", Map.of("v", AttributeValue.fromN(Integer.toString(i))));
            String consistent = read(true);
            assertThat(consistent).isEqualTo(Integer.toString(i));
            old += read(false).equals(consistent) ? 0 : 1;
            timeline.runUntil(timeline.millis() + 500);
        }

        assertThat(old).isGreaterThan(20);
    }

    @Test
    void othersWriteBetweenTwoPagesOfAQuery() {
        put("p", "a", Map.of());
        put("p", "b", Map.of());
        put("p", "c", Map.of());
        List<String> seen = new ArrayList<>();
        dynamo
                .queryPaginator(query -> query.tableName("t")
                        .consistentRead(true)
                        .keyConditionExpression("pk = :p")
                        .expressionAttributeValues(Map.of(":p", AttributeValue.fromS("p"))))
                .stream()
                .forEach(page -> {
                    page.items().forEach(item -> seen.add(item.get("sk").s()));
                    put("p", "aa", Map.of());
                    put("p", "z" + seen.size(), Map.of());
                    if (seen.size() > 6) {
                        throw new AssertionError("no end: " + seen);
                    }
                    if (seen.size() == 4) {
                        dynamo.deleteItem(delete -> delete.tableName("t")
                                .key(Map.of("pk", AttributeValue.fromS("p"), "sk", AttributeValue.fromS("z4"))));
                    }
                });

        assertThat(seen).containsExactly("a", "b", "c", "z2");
    }

    @Test
    void anItemLargerThan400KilobytesIsRefused() {
        put("p", "s", Map.of("v", AttributeValue.fromS("x".repeat(400 * 1_024 - 100))));

        assertThatThrownBy(() -> put("p", "s", Map.of("v", AttributeValue.fromS("x".repeat(400 * 1_024)))))
                .isInstanceOf(DynamoDbException.class)
                .hasMessageContaining("maximum allowed size");
    }

    @Test
    void whatIsNotModelledThrows() {
        assertThatThrownBy(() -> dynamo.putItem(request -> request.tableName("t")
                        .item(key("p", "s"))
                        .conditionExpression("size(pk) < :n")
                        .expressionAttributeValues(Map.of(":n", AttributeValue.fromN("3")))))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> dynamo.transactWriteItems(request -> {}))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> dynamo.query(query -> query.tableName("t")
                        .keyConditionExpression("pk = :p")
                        .filterExpression("v = :v")
                        .expressionAttributeValues(
                                Map.of(":p", AttributeValue.fromS("p"), ":v", AttributeValue.fromS("v")))))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void unitsAreThoseOfThePriceList() {
        put("p", "s", Map.of("v", AttributeValue.fromS("x".repeat(3_000))));
        dynamo.getItem(get -> get.tableName("t").key(key("p", "s")).consistentRead(true));
        dynamo.getItem(get -> get.tableName("t").key(key("p", "none")).consistentRead(false));

        // 3 KB are three write units; 3 KB read consistently are one read unit, nothing read eventually is half a one.
        assertThat(tables.consumption().of("t", "PutItem").units()).isEqualTo(6);
        assertThat(tables.consumption().of("t", "GetItem").units()).isEqualTo(3);
        assertThat(tables.consumption().peaks().get("t writes").partitionKey()).isEqualTo("p");
        assertThat(tables.consumption().peaks().get("t writes").halves()).isEqualTo(6);
    }

    private void put(String pk, String sk, Map<String, AttributeValue> more) {
        Map<String, AttributeValue> item = key(pk, sk);
        item.putAll(more);
        dynamo.putItem(put -> put.tableName("t").item(item));
    }

    private String read(boolean consistent) {
        AttributeValue value = dynamo.getItem(
                        get -> get.tableName("t").key(key("p", "s")).consistentRead(consistent))
                .item()
                .get("v");
        return value == null ? "none" : value.n();
    }

    private List<Map<String, AttributeValue>> items() {
        return dynamo.scanPaginator(scan -> scan.tableName("t").consistentRead(true)).items().stream()
                .toList();
    }

    private static Map<String, AttributeValue> key(String pk, String sk) {
        return new java.util.HashMap<>(Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk)));
    }
}
