package dev.tidemark.simulation.account;

import dev.tidemark.platform.ObjectKeys;
import dev.tidemark.platform.Table;
import dev.tidemark.simulation.dynamo.SimulatedTables;
import dev.tidemark.simulation.s3.S3Bucket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the batch has published, as a reader finds it by {@code docs/platform.md}: from the item that names the run, by that
 * run's index, to the corrections of each day and the rows of its windows.
 *
 * @param verifiedThrough by view id
 * @param corrections by view id, day, and window and key: the item without its keys
 * @param windows by day: the rows of {@code windows.csv}, sorted
 */
public record PublishedNumbers(
        Map<String, String> verifiedThrough, Map<String, String> corrections, Map<String, String> windows) {

    private static final String CURRENT = "published";

    static PublishedNumbers of(SimulatedTables tables, S3Bucket bucket) {
        Map<String, List<Map<String, AttributeValue>>> partitions = new TreeMap<>();
        for (Map<String, AttributeValue> item : tables.dump(StageNames.of(Table.CORRECTIONS))) {
            partitions
                    .computeIfAbsent(text(item, Table.PARTITION_KEY), key -> new ArrayList<>())
                    .add(item);
        }
        Map<String, String> verified = new TreeMap<>();
        Map<String, String> corrections = new TreeMap<>();
        Map<String, String> windows = new TreeMap<>();
        for (Map<String, AttributeValue> current : partitions.getOrDefault(CURRENT, List.of())) {
            map(current, "verifiedThrough").forEach((view, at) -> verified.put(view, at.s()));
            String index = "days#" + text(current, "run");
            for (Map<String, AttributeValue> month : partitions.getOrDefault(index, List.of())) {
                String key = text(month, Table.SORT_KEY);
                String view = key.substring(0, key.lastIndexOf('#'));
                map(month, "runs").forEach((day, run) -> {
                    String partition = view + "#" + day + "#" + run.s();
                    for (Map<String, AttributeValue> item : partitions.getOrDefault(partition, List.of())) {
                        corrections.put(
                                view + " " + day + " " + text(item, Table.SORT_KEY),
                                withoutKeys(item).toString());
                    }
                    byte[] rows = bucket.get(ObjectKeys.BATCH + "days/" + day + "/" + run.s() + "/windows.csv");
                    if (rows != null) {
                        windows.put(day, rowsOf(rows));
                    }
                });
            }
        }
        return new PublishedNumbers(verified, corrections, windows);
    }

    private static String rowsOf(byte[] csv) {
        return String.join("\n", new TreeSet<>(List.of(new String(csv, StandardCharsets.UTF_8).split("\n"))));
    }

    private static Map<String, AttributeValue> withoutKeys(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> rest = new TreeMap<>(item);
        rest.keySet().removeAll(Set.of(Table.PARTITION_KEY, Table.SORT_KEY, Table.TIME_TO_LIVE));
        return rest;
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? "" : value.s();
    }

    private static Map<String, AttributeValue> map(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? Map.of() : value.m();
    }

    /** What is different from what should be published, in words. */
    public List<String> differencesFrom(PublishedNumbers should) {
        List<String> differences = new ArrayList<>();
        compare("verified through of", should.verifiedThrough(), verifiedThrough, differences);
        compare("correction", should.corrections(), corrections, differences);
        Set<String> days = new TreeSet<>(should.windows().keySet());
        days.addAll(windows.keySet());
        for (String day : days) {
            Set<String> wanted = lines(should.windows().get(day));
            Set<String> found = lines(windows.get(day));
            Set<String> both = new TreeSet<>(wanted);
            both.retainAll(found);
            wanted.removeAll(both);
            found.removeAll(both);
            wanted.forEach(row -> differences.add("windows of " + day + ", missing: " + row));
            found.forEach(row -> differences.add("windows of " + day + ", wrong: " + row));
        }
        return differences;
    }

    private static Set<String> lines(@Nullable String rows) {
        return rows == null ? new TreeSet<>() : new TreeSet<>(List.of(rows.split("\n")));
    }

    private static void compare(
            String what, Map<String, String> should, Map<String, String> is, List<String> differences) {
        Set<String> keys = new TreeSet<>(should.keySet());
        keys.addAll(is.keySet());
        for (String key : keys) {
            String wanted = should.get(key);
            String found = is.get(key);
            if (wanted == null ? found != null : !wanted.equals(found)) {
                differences.add(what + " " + key + ": is " + found + ", should be " + wanted);
            }
        }
    }
}
