package dev.tidemark.domain.aggregate;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The approximate aggregates of a set of events, by result name: {@code distinct(deviceId)}. One that no event has a field
 * for is not in it. A commutative monoid under {@link #merge} with the identity {@link #NONE}.
 */
public final class Sketches {

    /** Of no event, or where the view has no approximate aggregate. */
    public static final Sketches NONE = new Sketches(Map.of());

    private final Map<String, Sketch> byName;

    private Sketches(Map<String, Sketch> byName) {
        this.byName = byName;
    }

    /** These sketches, without those of no event. */
    public static Sketches of(Map<String, Sketch> byName) {
        TreeMap<String, Sketch> there = new TreeMap<>(byName);
        there.values().removeIf(sketch -> sketch.n() == 0);
        return there.isEmpty() ? NONE : new Sketches(Collections.unmodifiableMap(there));
    }

    /** Whether there are none. */
    public boolean isNone() {
        return byName.isEmpty();
    }

    /** By result name, in its order. */
    public Map<String, Sketch> byName() {
        return byName;
    }

    /** That of a result name; {@link Sketch#EMPTY} if no event has the field. */
    public Sketch named(String resultName) {
        return byName.getOrDefault(resultName, Sketch.EMPTY);
    }

    /** Number of bytes in all of them. */
    public long size() {
        return isNone() ? 0 : byName.values().stream().mapToLong(Sketch::size).sum();
    }

    /** Of both sets together. */
    public Sketches merge(Sketches other) {
        if (other.isNone()) {
            return this;
        }
        if (isNone()) {
            return other;
        }
        Map<String, Sketch> merged = new TreeMap<>(byName);
        other.byName.forEach((name, sketch) -> merged.merge(name, sketch, Sketch::merge));
        return new Sketches(Collections.unmodifiableMap(merged));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sketches sketches && byName.equals(sketches.byName);
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }

    @Override
    public String toString() {
        return byName.toString();
    }
}
