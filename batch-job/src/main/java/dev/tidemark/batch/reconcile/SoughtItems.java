package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.cut.Cut;
import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.batch.shape.Shapes;
import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.View;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which of the stream's items a run looks for: those of its views, shards and days, which have numbers in its tables. */
final class SoughtItems {

    private final List<View> views;
    private final Shapes shapes;
    private final NavigableSet<Long> days;
    private final Map<String, Integer> viewNumbers = new HashMap<>();
    private final Map<String, Integer> shardNumbers = new HashMap<>();

    SoughtItems(List<View> views, Shapes shapes, Cut cut, NavigableSet<Long> days) {
        this.views = views;
        this.shapes = shapes;
        this.days = days;
        for (int i = 0; i < views.size(); i++) {
            viewNumbers.put(views.get(i).id(), i);
        }
        for (ShardCut shard : cut.shards()) {
            shardNumbers.put(shard.id(), shard.index());
        }
    }

    NavigableSet<Long> days() {
        return days;
    }

    List<View> views() {
        return views;
    }

    Set<String> shards() {
        return shardNumbers.keySet();
    }

    /** The number of a view, or null where it is none of the run's. */
    @Nullable
    Integer view(String id) {
        return viewNumbers.get(id);
    }

    /** The number of a shard, or null where it is none of the run's. */
    @Nullable
    Integer shard(String id) {
        return shardNumbers.get(id);
    }

    ViewShape shape(int view) {
        return shapes.of(views.get(view));
    }

    ViewShape shape(View view) {
        return shapes.of(view);
    }

    boolean hasApproximates(int view) {
        return views.get(view).aggregates().stream().anyMatch(each -> !(each instanceof AggregateSpec.Exact));
    }
}
