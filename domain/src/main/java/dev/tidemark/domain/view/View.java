package dev.tidemark.domain.view;

import dev.tidemark.domain.event.LoggedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One named aggregation.
 *
 * @param name letters, digits, {@code -}, {@code _} and {@code .}; at most 64
 * @param version names this definition: 8 hex digits, another for every change that may change a result
 * @param where which events count
 * @param key the field that events are grouped by, or null for one group with the empty key
 * @param time the domain of the windows
 * @param window how time is cut
 * @param aggregates what is computed, without repetition
 * @param allowedLateness how long after its end a window still changes; {@code >= 0}, a multiple of {@code
 *     latePaneEvery}; with the longest window at most {@link #LONGEST_USE_OF_CELLS}
 * @param latePaneEvery q, the distance of marks after a window's end; {@code > 0}
 * @param early when panes fire before the end, or null for never
 * @param buckets into how many partitions the panes of a window are spread by the hash of their key; 1 to 256
 * @param join what makes the pairs that the view counts, or null for a view that counts events
 */
public record View(
        String name,
        String version,
        Filter where,
        @Nullable Field key,
        TimeDomain time,
        WindowSpec window,
        List<AggregateSpec> aggregates,
        Duration allowedLateness,
        Duration latePaneEvery,
        @Nullable EarlyPanes early,
        int buckets,
        @Nullable JoinSpec join) {

    /** The longest key, in UTF-8 bytes; an event with a longer one does not match the view. */
    public static final int LONGEST_KEY_BYTES = 512;

    /** The most approximate aggregates of a view; one of them may be a {@code top}. So a cell fits into an item. */
    public static final int MOST_APPROXIMATE = 4;

    /** How long cells, halves of pairs and what a shard has seen are kept after they were last written. */
    public static final Duration CELLS_KEPT_FOR = Duration.ofDays(35);

    /**
     * The longest time over which a view may need its cells: three nights less than they are kept, so that a night that
     * fails, and the next, still find them.
     */
    public static final Duration LONGEST_USE_OF_CELLS = CELLS_KEPT_FOR.minusDays(3);

    public View {
        aggregates = List.copyOf(aggregates);
        if (latePaneEvery.isNegative() || latePaneEvery.isZero()) {
            throw new IllegalArgumentException("latePaneEvery > 0 does not hold: it is " + latePaneEvery);
        }
        if (allowedLateness.isNegative() || allowedLateness.toMillis() % latePaneEvery.toMillis() != 0) {
            throw new IllegalArgumentException("allowedLateness must be a multiple of latePaneEvery:"
                    + " allowedLateness is " + allowedLateness + ", latePaneEvery is " + latePaneEvery);
        }
        if (window.longest().plus(allowedLateness).compareTo(LONGEST_USE_OF_CELLS) > 0) {
            throw new IllegalArgumentException("window + allowedLateness <= " + LONGEST_USE_OF_CELLS
                    + " does not hold, and cells are kept no longer: the window takes " + window.longest()
                    + ", allowedLateness is " + allowedLateness);
        }
        if (buckets < 1 || buckets > 256) {
            throw new IllegalArgumentException("1 <= buckets <= 256 does not hold: it is " + buckets);
        }
        if (window instanceof WindowSpec.Session && !(key instanceof Field.DeviceId)) {
            throw new IllegalArgumentException("a session view has key: deviceId");
        }
        if (window instanceof WindowSpec.Session && early != null) {
            throw new IllegalArgumentException("earlyEvery does not go with session windows:"
                    + " where a session ends is not known before it has ended");
        }
        if (join != null && window instanceof WindowSpec.Session) {
            throw new IllegalArgumentException("a join has no session windows");
        }
        if (join != null && time == TimeDomain.RECEIVED) {
            throw new IllegalArgumentException("time: received does not go with a join: halves wait by event time");
        }
        if (join != null && !where.terms().isEmpty()) {
            throw new IllegalArgumentException("where does not go with a join: left and right say which events count");
        }
        if (window instanceof WindowSpec.Sliding sliding && slice(sliding) % latePaneEvery.toMillis() != 0) {
            throw new IllegalArgumentException("latePaneEvery must divide the slice, so that every window's end is a"
                    + " mark of each of its slices: latePaneEvery is " + latePaneEvery + ", the slice is "
                    + Duration.ofMillis(slice(sliding)));
        }
    }

    /**
     * The same view, read with another allowed lateness; its cells are the same.
     *
     * @throws IllegalArgumentException if that is no multiple of {@code latePaneEvery}
     */
    public View withAllowedLateness(Duration lateness) {
        return new View(
                name, version, where, key, time, window, aggregates, lateness, latePaneEvery, early, buckets, join);
    }

    /** A view that counts events. */
    public View(
            String name,
            String version,
            Filter where,
            @Nullable Field key,
            TimeDomain time,
            WindowSpec window,
            List<AggregateSpec> aggregates,
            Duration allowedLateness,
            Duration latePaneEvery,
            @Nullable EarlyPanes early,
            int buckets) {
        this(name, version, where, key, time, window, aggregates, allowedLateness, latePaneEvery, early, buckets, null);
    }

    /** The view and its version, {@code name@version}: what keys and control records name. */
    public String id() {
        return name + "@" + version;
    }

    /** Those of the aggregates that are sketches. */
    public List<AggregateSpec.Approximate> approximate() {
        return aggregates.stream()
                .filter(AggregateSpec.Approximate.class::isInstance)
                .map(AggregateSpec.Approximate.class::cast)
                .toList();
    }

    /** Names of the attributes that it looks at. */
    public Set<String> attributes() {
        Set<String> names = new LinkedHashSet<>();
        if (join != null) {
            add(names, join.on());
        }
        where.terms().forEach(term -> add(names, term.field()));
        if (key != null) {
            add(names, key);
        }
        approximate().forEach(aggregate -> add(names, aggregate.field()));
        return names;
    }

    private static void add(Set<String> names, Field field) {
        if (field instanceof Field.AttributeField attribute) {
            names.add(attribute.name());
        }
    }

    /**
     * The key of an event in this view, or null where the event does not match: the filter fails, or the key is missing
     * or longer than {@link #LONGEST_KEY_BYTES}.
     */
    public @Nullable String keyOf(String deviceId, LoggedEvent event) {
        if (!where.matches(deviceId, event)) {
            return null;
        }
        if (key == null) {
            return "";
        }
        String text = key.of(deviceId, event);
        return text == null || isTooLong(text) ? null : text;
    }

    private static boolean isTooLong(String key) {
        // A char is at most three bytes, so short texts need no encoding.
        return key.length() * 3 > LONGEST_KEY_BYTES && key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY_BYTES;
    }

    private static long slice(WindowSpec.Sliding sliding) {
        long a = sliding.size().toMillis();
        long b = sliding.every().toMillis();
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }
}
