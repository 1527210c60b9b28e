package dev.tidemark.domain.fold;

import dev.tidemark.domain.watermark.Watermarks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The halves of one join view in one shard that are not collected. A half is collected when the event watermark passes its
 * event time + {@code within}, so there are never more than the devices sent in that stretch of event time. Not
 * thread-safe.
 */
final class WaitingHalves {

    /** A half, and whether it has been part of a pair. */
    private static final class Waiting {
        final Half half;
        boolean matched;

        Waiting(Half half, boolean matched) {
            this.half = half;
            this.matched = matched;
        }
    }

    private final long withinMillis;
    private final Map<Half.Meeting, List<Waiting>> meetings = new HashMap<>();
    private final NavigableMap<Long, List<Waiting>> byTime = new TreeMap<>();

    WaitingHalves(long withinMillis) {
        this.withinMillis = withinMillis;
    }

    long withinMillis() {
        return withinMillis;
    }

    int size() {
        return byTime.values().stream().mapToInt(List::size).sum();
    }

    /** Those that a half makes a pair with, in log order. */
    List<Half> partnersOf(Half half) {
        List<Half> partners = new ArrayList<>(1);
        for (Waiting first : meetings.getOrDefault(half.meeting(), List.of())) {
            if (half.completes(first.half, withinMillis)) {
                partners.add(first.half);
            }
        }
        return partners;
    }

    /** Lets a half wait. */
    void add(Half half) {
        add(new Waiting(half, false));
    }

    private void add(Waiting waiting) {
        meetings.computeIfAbsent(waiting.half.meeting(), meeting -> new ArrayList<>(2))
                .add(waiting);
        byTime.computeIfAbsent(waiting.half.timeMillis(), time -> new ArrayList<>(1))
                .add(waiting);
    }

    /** Notes that a half has been part of a pair. */
    void match(Half half) {
        for (Waiting waiting : meetings.getOrDefault(half.meeting(), List.of())) {
            if (waiting.half.equals(half)) {
                waiting.matched = true;
            }
        }
    }

    /** How many of those that this watermark collects have been part of no pair, as far as {@code matched} says either. */
    Unmatched unmatchedAt(long watermarkMillis, Predicate<Half> matched) {
        Unmatched unmatched = Unmatched.NONE;
        for (List<Waiting> sameTime : collectable(watermarkMillis).values()) {
            for (Waiting waiting : sameTime) {
                if (!waiting.matched && !matched.test(waiting.half)) {
                    unmatched = unmatched.plusOne(waiting.half.side());
                }
            }
        }
        return unmatched;
    }

    /** Forgets those that this watermark collects. */
    void collect(long watermarkMillis) {
        NavigableMap<Long, List<Waiting>> collected = collectable(watermarkMillis);
        for (List<Waiting> sameTime : collected.values()) {
            for (Waiting waiting : sameTime) {
                meetings.computeIfPresent(waiting.half.meeting(), (meeting, all) -> {
                    all.remove(waiting);
                    return all.isEmpty() ? null : all;
                });
            }
        }
        collected.clear();
    }

    /** Takes over those of another shard whose device passes. */
    void inherit(WaitingHalves other, Predicate<String> devices) {
        for (List<Waiting> sameTime : other.byTime.values()) {
            for (Waiting waiting : sameTime) {
                if (devices.test(waiting.half.deviceId())) {
                    add(new Waiting(waiting.half, waiting.matched));
                }
            }
        }
    }

    private NavigableMap<Long, List<Waiting>> collectable(long watermarkMillis) {
        return watermarkMillis < Watermarks.UNKNOWN + withinMillis
                ? new TreeMap<>()
                : byTime.headMap(watermarkMillis - withinMillis, false);
    }
}
