package dev.tidemark.local.chaos;

import dev.tidemark.domain.aggregate.Sketches;
import dev.tidemark.local.tables.TableReader;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.CellItem;
import dev.tidemark.platform.item.HeadItem;
import dev.tidemark.platform.item.StoredItem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    public static Comparison of(CalmPass calm, TableReader tables) {
        List<String> differences = new ArrayList<>();
        Map<String, CellItem> cells = byKey(tables.scan(CellItem.CODEC));
        long equalCells = compare("cell", byKey(calm.cells().stream()), cells, (should, is) -> should, differences);
        Map<String, HeadItem> heads = byKey(tables.query(HeadItem.all()));
        long equalHeads =
                compare("head", byKey(calm.heads().stream()), heads, Comparison::asFarAsTheLogSays, differences);
        return new Comparison(equalCells, equalHeads, differences);
    }

    private static <T extends StoredItem> Map<String, T> byKey(Stream<T> items) {
        Map<String, T> byKey = new TreeMap<>();
        items.forEach(item -> {
            Map<String, AttributeValue> attributes = item.attributes();
            byKey.put(plain(attributes.get(Table.PARTITION_KEY)) + " " + plain(attributes.get(Table.SORT_KEY)), item);
        });
        return byKey;
    }

    /** The head that should be, with what a calm pass does not say as it is stored. */
    private static HeadItem asFarAsTheLogSays(HeadItem should, HeadItem is) {
        return new HeadItem(
                should.shardId(),
                should.sequence(),
                should.clocks(),
                should.ended(),
                should.parents(),
                should.hashKeys(),
                is.openedWith(),
                should.viewsVersion(),
                should.counts(),
                is.unmatched());
    }

    /** Whether nothing is different. */
    public boolean isEqual() {
        return differences.isEmpty();
    }

    private static <T extends StoredItem> long compare(
            String what,
            Map<String, T> expected,
            Map<String, T> stored,
            BinaryOperator<T> completed,
            List<String> differences) {
        long equal = 0;
        Set<String> keys = new TreeSet<>(expected.keySet());
        keys.addAll(stored.keySet());
        for (String key : keys) {
            T should = expected.get(key);
            T is = stored.get(key);
            if (should == null) {
                differences.add(what + " " + key + " is stored and should not be");
            } else if (is == null) {
                differences.add(what + " " + key + " is missing");
            } else {
                String difference = difference(content(completed.apply(should, is)), content(is));
                if (difference.isEmpty()) {
                    equal++;
                } else {
                    differences.add(what + " " + key + ":" + difference);
                }
            }
        }
        return equal;
    }

    /** An item as its attributes; of sketches the numbers of events, since their bytes may differ. */
    private static Map<String, Object> content(StoredItem item) {
        Map<String, Object> content = new TreeMap<>();
        StoredItem exact = item;
        if (item instanceof CellItem cell) {
            exact = new CellItem(
                    cell.viewId(),
                    cell.sliceStartMillis(),
                    cell.shardId(),
                    cell.at(),
                    cell.sequence(),
                    cell.values(),
                    Sketches.NONE);
            content.put("events in sketches", cell.sketches().numbers());
        }
        exact.attributes().forEach((name, value) -> content.put(name, plain(value)));
        return content;
    }

    private static String difference(Map<String, Object> should, Map<String, Object> is) {
        StringBuilder text = new StringBuilder();
        Set<String> names = new TreeSet<>(should.keySet());
        names.addAll(is.keySet());
        for (String name : names) {
            Object expected = should.getOrDefault(name, "absent");
            Object stored = is.getOrDefault(name, "absent");
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
