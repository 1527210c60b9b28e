package dev.tidemark.local.chaos;

import dev.tidemark.platform.ItemKeys;
import dev.tidemark.platform.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The tables, held against a calm pass over the same log: every cell as a whole item but for what the log does not decide, and of every head what the log says
 * of it.
 *
 * @param cells cells that are equal
 * @param heads heads that are equal
 * @param differences each item that is not, and what is different about it
 */
public record Comparison(long cells, long heads, List<String> differences) {

    /** Compares everything that is in the tables with everything that should be. */
    public static Comparison of(CalmPass calm, DynamoDbClient dynamoDb, Function<Table, String> names) {
        List<String> differences = new ArrayList<>();
        Map<String, Map<String, AttributeValue>> stored = new TreeMap<>();
        dynamoDb.scanPaginator(
                        request -> request.tableName(names.apply(Table.CELLS)).consistentRead(true))
                .items()
                .forEach(item -> stored.put(CalmPass.keyOf(item), CellItem.stored(item)));
        long cells = compare("cell", calm.cells(), stored, false, differences);
        Map<String, Map<String, AttributeValue>> heads = new TreeMap<>();
        dynamoDb.queryPaginator(request -> request.tableName(names.apply(Table.JOURNAL))
                        .consistentRead(true)
                        .keyConditionExpression("pk = :heads")
                        .expressionAttributeValues(Map.of(":heads", AttributeValue.fromS(ItemKeys.HEADS))))
                .items()
                .forEach(item -> {
                    AttributeValue shard = item.get(Table.SORT_KEY);
                    heads.put(shard == null ? "" : shard.s(), item);
                });
        return new Comparison(cells, compare("head", calm.heads(), heads, true, differences), differences);
    }

    /** Whether nothing is different. */
    public boolean isEqual() {
        return differences.isEmpty();
    }

    /** @param expectedAlone whether attributes that the calm pass does not speak of are passed over */
    private static long compare(
            String what,
            Map<String, ? extends Map<String, ? extends @Nullable AttributeValue>> expected,
            Map<String, Map<String, AttributeValue>> stored,
            boolean expectedAlone,
            List<String> differences) {
        long equal = 0;
        Set<String> keys = new TreeSet<>(expected.keySet());
        keys.addAll(stored.keySet());
        for (String key : keys) {
            Map<String, ? extends @Nullable AttributeValue> should = expected.get(key);
            Map<String, AttributeValue> is = stored.get(key);
            if (should == null) {
                differences.add(what + " " + key + " is stored and should not be");
            } else if (is == null) {
                differences.add(what + " " + key + " is missing");
            } else {
                String difference = difference(should, is, expectedAlone);
                if (difference.isEmpty()) {
                    equal++;
                } else {
                    differences.add(what + " " + key + ":" + difference);
                }
            }
        }
        return equal;
    }

    private static String difference(
            Map<String, ? extends @Nullable AttributeValue> should,
            Map<String, AttributeValue> is,
            boolean expectedAlone) {
        StringBuilder text = new StringBuilder();
        Set<String> names = new TreeSet<>(should.keySet());
        if (!expectedAlone) {
            names.addAll(is.keySet());
        }
        for (String name : names) {
            Object expected = plain(should.get(name));
            Object stored = plain(is.get(name));
            if (!expected.equals(stored)) {
                text.append(" %s is %s and should be %s;".formatted(name, stored, expected));
            }
        }
        return text.toString();
    }

    /** A value to compare and to print: numbers by what they are worth, as 1.5 is 1.50. */
    private static Object plain(@Nullable AttributeValue value) {
        if (value == null) {
            return "absent";
        }
        return switch (value.type()) {
            case N -> new BigDecimal(value.n()).stripTrailingZeros().toPlainString();
            case M -> {
                Map<String, Object> map = new TreeMap<>();
                value.m().forEach((name, inner) -> map.put(name, plain(inner)));
                yield map;
            }
            case L -> value.l().stream().map(Comparison::plain).toList();
            default -> value.toString();
        };
    }
}
