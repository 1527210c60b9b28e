package dev.tidemark.simulation.s3;

import java.util.Map;
import java.util.TreeMap;

/** What calls moved, by operation and by the first two parts of the key: {@code GetObject batch/runs}. */
public final class ObjectTraffic {

    /**
     * What one kind of call moved.
     *
     * @param objects that were read, written, listed or deleted
     * @param bytes of their contents
     */
    public record ObjectCalls(long calls, long objects, long bytes) {
        static final ObjectCalls NONE = new ObjectCalls(0, 0, 0);

        ObjectCalls plus(ObjectCalls other) {
            return new ObjectCalls(calls + other.calls, objects + other.objects, bytes + other.bytes);
        }

        /** What was moved since an earlier reading. */
        public ObjectCalls minus(ObjectCalls earlier) {
            return new ObjectCalls(calls - earlier.calls, objects - earlier.objects, bytes - earlier.bytes);
        }
    }

    private final Map<String, ObjectCalls> moved = new TreeMap<>();

    void add(String operation, String key, long objects, long bytes) {
        int slash = key.indexOf('/');
        int second = slash < 0 ? -1 : key.indexOf('/', slash + 1);
        boolean byHour = key.startsWith("arrival=", slash + 1);
        String place = second < 0 || byHour ? key.substring(0, Math.max(0, slash)) : key.substring(0, second);
        moved.merge(operation + " " + place, new ObjectCalls(1, objects, bytes), ObjectCalls::plus);
    }

    /** By operation and place. */
    public Map<String, ObjectCalls> byPlace() {
        return moved;
    }

    /** Of an operation, over all places. */
    public ObjectCalls of(String operation) {
        return moved.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(operation + " "))
                .map(Map.Entry::getValue)
                .reduce(ObjectCalls.NONE, ObjectCalls::plus);
    }
}
