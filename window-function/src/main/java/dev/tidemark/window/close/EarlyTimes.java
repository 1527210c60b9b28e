package dev.tidemark.window.close;

import dev.tidemark.domain.fold.Moment;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.watermark.Watermarks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which early panes fired. One fires if any shard's received watermark came to its time while that shard's watermark was
 * still before the window's end. That is told by the shards' logs alone: a shard that has not come there yet has passed
 * the end already when the window is complete, and when it is not, every shard has come there.
 */
final class EarlyTimes {

    private static final Watermarks NOWHERE = new Watermarks(Long.MAX_VALUE, Long.MAX_VALUE);

    private final Publishing publishing;
    private final List<String> shards;
    private final Map<Long, Watermarks> lowest = new ConcurrentHashMap<>();

    EarlyTimes(Publishing publishing, List<String> shards) {
        this.publishing = publishing;
        this.shards = shards;
    }

    /** Whether received time {@code early} came before the watermark of the domain came to {@code end}. */
    boolean cameBefore(long endMillis, long earlyMillis, TimeDomain domain) {
        return lowest.computeIfAbsent(earlyMillis, this::lowestAt).in(domain) < endMillis;
    }

    private Watermarks lowestAt(long earlyMillis) {
        Watermarks least = NOWHERE;
        for (String shard : shards) {
            Optional<Moment> moment = publishing.momentFrom(shard, earlyMillis);
            if (moment.isPresent()) {
                least = least.min(
                        new Watermarks(moment.get().eventMillis(), moment.get().receivedMillis()));
            }
        }
        return least;
    }
}
