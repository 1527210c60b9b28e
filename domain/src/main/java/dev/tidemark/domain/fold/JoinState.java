package dev.tidemark.domain.fold;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What the joins of one shard remember, as of its head: for each join view the halves that are not collected, and which of
 * them have been part of a pair. It follows from the shard's log alone, and is made anew from the stored halves with
 * {@link #inherit} and {@link #restore}. A view that is no longer in force keeps its halves until they are collected. Not
 * thread-safe.
 */
public final class JoinState {

    private final Map<String, WaitingHalves> views = new HashMap<>();

    /** Nothing waits. */
    public JoinState() {}

    /** Ids of the views with halves in it, now or once. */
    public Set<String> viewIds() {
        return new TreeSet<>(views.keySet());
    }

    /** Number of halves that wait, over all views. */
    public int size() {
        return views.values().stream().mapToInt(WaitingHalves::size).sum();
    }

    /**
     * Takes over what waits in a parent shard for devices that come here now.
     *
     * @param parent as of its end
     * @param devices whether a device is this shard's
     */
    public void inherit(JoinState parent, Predicate<String> devices) {
        parent.views.forEach(
                (viewId, waiting) -> view(viewId, waiting.withinMillis()).inherit(waiting, devices));
    }

    /**
     * Goes once more through the halves that a shard stored, on top of what it inherited: whatever met then meets again.
     *
     * @param halves of this view, in log order, at least those from {@code 2 · within} before the watermark on: a half
     *     that still waits may have met one that is collected
     */
    public void restore(String viewId, long withinMillis, List<Half> halves) {
        WaitingHalves waiting = view(viewId, withinMillis);
        for (Half half : halves) {
            List<Half> partners = waiting.partnersOf(half);
            waiting.add(half);
            partners.forEach(waiting::match);
            if (!partners.isEmpty()) {
                waiting.match(half);
            }
        }
    }

    /** Forgets, in all views, what this event watermark collects; what is collected is counted already. */
    public void collect(long watermarkMillis) {
        views.values().forEach(waiting -> waiting.collect(watermarkMillis));
    }

    /**
     * Moves on by a committed step.
     *
     * @param deltas of the step, by view id
     * @param watermarkMillis the event watermark after it
     */
    public void commit(Map<String, JoinDelta> deltas, long watermarkMillis) {
        deltas.forEach((viewId, delta) -> {
            WaitingHalves waiting = view(viewId, delta.withinMillis());
            delta.halves().forEach(waiting::add);
            delta.matched().forEach(waiting::match);
        });
        collect(watermarkMillis);
    }

    /** What waits in a view, to be left as it is. */
    WaitingHalves waiting(String viewId, long withinMillis) {
        WaitingHalves waiting = views.get(viewId);
        return waiting == null ? new WaitingHalves(withinMillis) : waiting;
    }

    private WaitingHalves view(String viewId, long withinMillis) {
        return views.computeIfAbsent(viewId, id -> new WaitingHalves(withinMillis));
    }

    Map<String, WaitingHalves> views() {
        return views;
    }
}
