package dev.tidemark.simulation.s3;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One bucket, for everybody who has a client. Writes are seen at once, as the service promises. An object goes when a rule's
 * days have passed since it was written, at the next midnight UTC; until the service gets round to it, which is at most a day
 * later, it may still be read, and here is not: the earlier moment is the harder one.
 */
public final class S3Bucket {

    private static final long DAY = 86_400_000L;

    /**
     * A rule of the bucket's lifecycle.
     *
     * @param prefix of the keys that it is for; empty for all
     * @param expiresAfter a number of days
     */
    public record Expiration(String prefix, Duration expiresAfter) {}

    record StoredObject(byte[] bytes, long writtenMillis) {}

    private final String name;
    private final List<Expiration> rules;
    private final Clock clock;
    private final NavigableMap<String, StoredObject> objects = new TreeMap<>();
    private final ObjectTraffic traffic = new ObjectTraffic();

    public S3Bucket(String name, List<Expiration> rules, Clock clock) {
        this.name = name;
        this.rules = List.copyOf(rules);
        this.clock = clock;
    }

    public String name() {
        return name;
    }

    public ObjectTraffic traffic() {
        return traffic;
    }

    /** The object's bytes; null where there is none, or none any more. */
    public byte @Nullable [] get(String key) {
        StoredObject object = objects.get(key);
        return object == null || isGone(key, object) ? null : object.bytes();
    }

    long writtenMillis(String key) {
        StoredObject object = objects.get(key);
        return object == null ? 0 : object.writtenMillis();
    }

    public void put(String key, byte[] bytes) {
        objects.put(key, new StoredObject(bytes, clock.millis()));
    }

    public void delete(String key) {
        objects.remove(key);
    }

    /** Keys with a prefix, ascending, after a key. */
    public List<String> keys(String prefix, String after) {
        String from = after.compareTo(prefix) > 0 ? after : prefix;
        return objects.tailMap(from, !from.equals(after)).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .filter(entry -> !isGone(entry.getKey(), entry.getValue()))
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    /** Bytes of all objects with a prefix. */
    public long size(String prefix) {
        return objects.tailMap(prefix, true).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .filter(entry -> !isGone(entry.getKey(), entry.getValue()))
                .mapToLong(entry -> entry.getValue().bytes().length)
                .sum();
    }

    private boolean isGone(String key, StoredObject object) {
        for (Expiration rule : rules) {
            long expires = object.writtenMillis() + rule.expiresAfter().toMillis();
            long midnight = Math.floorDiv(expires + DAY - 1, DAY) * DAY;
            if (key.startsWith(rule.prefix()) && clock.millis() >= midnight) {
                return true;
            }
        }
        return false;
    }

    /** Forgets what is gone; without it, memory grows with history. To be called now and then. */
    public void sweep() {
        objects.entrySet().removeIf(entry -> isGone(entry.getKey(), entry.getValue()));
    }
}
