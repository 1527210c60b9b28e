package dev.tidemark.local.chaos;

import dev.tidemark.domain.aggregate.Sketches;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.CellItem;
import dev.tidemark.platform.item.HalfItem;
import dev.tidemark.platform.item.HeadItem;
import dev.tidemark.platform.item.PaneItem;
import dev.tidemark.platform.item.SessionPaneItem;
import dev.tidemark.platform.item.StoredItem;
import dev.tidemark.platform.item.WindowItem;
import dev.tidemark.serving.tables.TableReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The tables of a platform, held against those of a calm pass over the same log: cells, heads of shards, panes and waiting
 * halves of joins, each as a whole item. Only of sketches not the bytes: they depend on the order of merges.
 *
 * @param cells that are equal
 * @param heads that are equal
 * @param panes that are equal, withdrawals of sessions included
 * @param halves that are equal
 * @param differences each item that is not, and what is different about it
 */
public record Comparison(long cells, long heads, long panes, long halves, List<String> differences) {

    /** Compares everything that is there with everything that should be. */
    public static Comparison of(TableReader should, TableReader is) {
        List<String> differences = new ArrayList<>();
        return new Comparison(
                compare("cell", should.scan(CellItem.CODEC), is.scan(CellItem.CODEC), differences),
                compare("head", should.query(HeadItem.all()), is.query(HeadItem.all()), differences),
                compare("pane", should.scan(WindowItem.CODEC), is.scan(WindowItem.CODEC), differences),
                compare("half", should.scan(HalfItem.CODEC), is.scan(HalfItem.CODEC), differences),
                differences);
    }

    /** Whether nothing is different. */
    public boolean isEqual() {
        return differences.isEmpty();
    }

    private static long compare(
            String what,
            Stream<? extends StoredItem> shouldBe,
            Stream<? extends StoredItem> are,
            List<String> differences) {
        Map<String, Map<String, Object>> expected = byKey(shouldBe);
        Map<String, Map<String, Object>> stored = byKey(are);
        long equal = 0;
        Set<String> keys = new TreeSet<>(expected.keySet());
        keys.addAll(stored.keySet());
        for (String key : keys) {
            Map<String, Object> should = expected.get(key);
            Map<String, Object> is = stored.get(key);
            if (should == null) {
                differences.add(what + " " + key + " is stored and should not be");
            } else if (is == null) {
                differences.add(what + " " + key + " is missing");
            } else if (should.equals(is)) {
                equal++;
            } else {
                differences.add(what + " " + key + ":" + difference(should, is));
            }
        }
        return equal;
    }

    private static Map<String, Map<String, Object>> byKey(Stream<? extends StoredItem> items) {
        Map<String, Map<String, Object>> byKey = new TreeMap<>();
        items.forEach(item -> {
            Map<String, Object> content = content(item);
            byKey.put(content.get(Table.PARTITION_KEY) + " " + content.get(Table.SORT_KEY), content);
        });
        return byKey;
    }

    /** An item as its attributes; in place of what depends on the order of merges, the numbers of events in sketches. */
    private static Map<String, Object> content(StoredItem item) {
        Map<String, Object> content = new TreeMap<>();
        exact(item).attributes().forEach((name, value) -> content.put(name, plain(value)));
        if (item instanceof CellItem cell) {
            content.put("events in sketches", cell.sketches().numbers());
        }
        return content;
    }

    private static StoredItem exact(StoredItem item) {
        if (item instanceof CellItem cell) {
            return new CellItem(
                    cell.viewId(),
                    cell.sliceStartMillis(),
                    cell.shardId(),
                    cell.at(),
                    cell.sequence(),
                    cell.values(),
                    Sketches.NONE);
        }
        if (item instanceof PaneItem pane) {
            return new PaneItem(
                    pane.viewId(),
                    pane.block(),
                    pane.window(),
                    pane.at(),
                    pane.timing(),
                    pane.index(),
                    pane.total(),
                    pane.delta(),
                    Map.of());
        }
        if (item instanceof SessionPaneItem pane) {
            return new SessionPaneItem(
                    pane.viewId(),
                    pane.block(),
                    pane.window(),
                    pane.at(),
                    pane.session(),
                    pane.timing(),
                    pane.index(),
                    pane.total(),
                    pane.delta(),
                    Map.of(),
                    pane.retracts());
        }
        return item;
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
            case S -> value.s();
            default -> value.toString();
        };
    }
}
