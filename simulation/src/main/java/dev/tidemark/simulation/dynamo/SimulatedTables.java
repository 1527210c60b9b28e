package dev.tidemark.simulation.dynamo;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * The tables of an account: what is stored, for everybody who has a client. Every table has a string partition and sort key
 * and one attribute for the time to live.
 *
 * <p>An item that has expired stays readable until the service gets round to deleting it, which it does within days: here
 * each such item is deleted at its own moment, up to {@link #LATEST_DELETION} after it expired.
 */
public final class SimulatedTables {

    /** How long after its expiry an item may still be there; the service says "within a few days". */
    static final long LATEST_DELETION = 4 * 86_400_000L;

    /** How far an eventually consistent read may lag behind. */
    private static final long LONGEST_LAG = 1_000;

    /**
     * The names of the attributes that make a table.
     *
     * @param timeToLive seconds since the epoch
     */
    public record TableSchema(String partitionKey, String sortKey, String timeToLive) {}

    /** An item, and what was there before, for readers that do not ask for consistency. */
    record StoredVersions(
            @Nullable Map<String, AttributeValue> item,
            int size,
            long writtenMillis,
            @Nullable Map<String, AttributeValue> before) {}

    /** One table: by partition key in no order that says anything, by sort key in its order. */
    static final class Content {
        /** By hash, as a scan goes; then by the key itself. */
        final NavigableMap<String, NavigableMap<String, StoredVersions>> partitions = new TreeMap<>();
    }

    private final TableSchema schema;
    private final Clock clock;
    private final SplittableRandom random;
    private final Map<String, Content> tables = new TreeMap<>();
    private final Consumption consumption = new Consumption();

    /** Tables of these names, empty. */
    public SimulatedTables(TableSchema schema, List<String> names, Clock clock, long seed) {
        this.schema = schema;
        this.clock = clock;
        this.random = new SplittableRandom(seed);
        names.forEach(name -> tables.put(name, new Content()));
    }

    public TableSchema schema() {
        return schema;
    }

    /** What has been consumed so far. */
    public Consumption consumption() {
        return consumption;
    }

    long millis() {
        return clock.millis();
    }

    Content table(String name) {
        Content table = tables.get(name);
        if (table == null) {
            throw ResourceNotFoundException.builder()
                    .message("no such table: " + name)
                    .statusCode(400)
                    .build();
        }
        return table;
    }

    /** The partition's place in a scan. */
    static String place(String partitionKey) {
        CRC32 crc = new CRC32();
        crc.update(partitionKey.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue()) + partitionKey;
    }

    @Nullable
    StoredVersions stored(Content table, String partitionKey, String sortKey) {
        NavigableMap<String, StoredVersions> partition = table.partitions.get(place(partitionKey));
        StoredVersions stored = partition == null ? null : partition.get(sortKey);
        return stored == null || isGone(stored) ? null : stored;
    }

    /** What is there for who writes. */
    @Nullable
    Map<String, AttributeValue> current(Content table, String partitionKey, String sortKey) {
        StoredVersions stored = stored(table, partitionKey, sortKey);
        return stored == null ? null : stored.item();
    }

    /** What a reader sees of it. */
    @Nullable
    Map<String, AttributeValue> seen(@Nullable StoredVersions stored, boolean consistent) {
        if (stored == null || isGone(stored)) {
            return null;
        }
        boolean lags = !consistent && clock.millis() - stored.writtenMillis() < random.nextLong(LONGEST_LAG + 1);
        return lags ? stored.before() : stored.item();
    }

    void put(Content table, String partitionKey, String sortKey, @Nullable Map<String, AttributeValue> item) {
        NavigableMap<String, StoredVersions> partition =
                table.partitions.computeIfAbsent(place(partitionKey), key -> new TreeMap<>(ItemValues.BY_BYTES));
        StoredVersions before = partition.get(sortKey);
        if (before != null && before.item() != null && isGone(before)) {
            before = null;
        }
        Map<String, AttributeValue> beforeItem = before == null ? null : before.item();
        partition.put(
                sortKey,
                new StoredVersions(item, item == null ? 0 : ItemValues.size(item), clock.millis(), beforeItem));
    }

    /** Whether the service has deleted it by now, because it expired. A deleted item stays for a moment, for late readers. */
    private boolean isGone(StoredVersions stored) {
        Map<String, AttributeValue> item = stored.item();
        if (item == null) {
            return clock.millis() - stored.writtenMillis() > LONGEST_LAG;
        }
        AttributeValue expires = item.get(schema.timeToLive());
        if (expires == null || expires.n() == null) {
            return false;
        }
        long expiredMillis = new BigDecimal(expires.n()).longValue() * 1_000L;
        long now = clock.millis();
        // When an item goes depends on the item alone, so that every reader sees the same.
        return now > expiredMillis
                && now > expiredMillis + Math.floorMod(item.hashCode() * 0x9E3779B97F4A7C15L, LATEST_DELETION);
    }

    /** Forgets what is gone; without it, memory grows with history. To be called now and then. */
    public void sweep() {
        for (Content table : tables.values()) {
            table.partitions.values().forEach(partition -> partition.values().removeIf(this::isGone));
            table.partitions.values().removeIf(Map::isEmpty);
        }
    }

    /** Everything in a table, by partition and sort key: for who looks from outside, at no cost. */
    public List<Map<String, AttributeValue>> dump(String name) {
        Map<String, Map<String, AttributeValue>> byKey = new TreeMap<>();
        table(name)
                .partitions
                .forEach((place, partition) -> partition.forEach((sort, stored) -> {
                    Map<String, AttributeValue> item = stored.item();
                    if (item != null && !isGone(stored)) {
                        byKey.put(place.substring(8) + "\0" + sort, item);
                    }
                }));
        return new ArrayList<>(byKey.values());
    }

    /** The same of one partition, by sort key. */
    public List<Map<String, AttributeValue>> dump(String name, String partitionKey) {
        NavigableMap<String, StoredVersions> partition = table(name).partitions.get(place(partitionKey));
        if (partition == null) {
            return List.of();
        }
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        for (StoredVersions stored : partition.values()) {
            Map<String, AttributeValue> item = stored.item();
            if (item != null && !isGone(stored)) {
                items.add(item);
            }
        }
        return items;
    }

    /** Puts everything in a table into the same table of others, at no cost. */
    public void copy(String name, SimulatedTables to) {
        dump(name).forEach(item -> to.restore(name, item));
    }

    /** Puts an item of a {@link #dump(String)} into a table, at no cost. */
    public void restore(String name, Map<String, AttributeValue> item) {
        AttributeValue pk = item.get(schema.partitionKey());
        AttributeValue sk = item.get(schema.sortKey());
        if (pk == null || sk == null) {
            throw new IllegalArgumentException("an item without keys: " + item);
        }
        put(table(name), pk.s(), sk.s(), item);
    }

    /** How many items a table has. */
    public long count(String name) {
        return table(name).partitions.values().stream()
                .mapToLong(partition -> partition.values().stream()
                        .filter(stored -> stored.item() != null && !isGone(stored))
                        .count())
                .sum();
    }
}
