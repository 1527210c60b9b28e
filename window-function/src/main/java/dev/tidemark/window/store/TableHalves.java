package dev.tidemark.window.store;

import dev.tidemark.domain.fold.Half;
import dev.tidemark.domain.fold.JoinSide;
import dev.tidemark.platform.item.HalfItem;
import dev.tidemark.window.exactlyonce.HalfStore;
import java.util.Comparator;
import java.util.List;

/** Halves of joins in their table. */
public final class TableHalves implements HalfStore {

    private static final Comparator<Half> LOG_ORDER =
            Comparator.comparing(Half::sequence).thenComparingInt(Half::position);

    private final Tables tables;

    public TableHalves(Tables tables) {
        this.tables = tables;
    }

    @Override
    public void writeHalves(String viewId, String shardId, List<Half> halves) {
        tables.putAll(halves.stream()
                .map(half -> new HalfItem(
                        viewId,
                        shardId,
                        half.timeMillis(),
                        half.sequence(),
                        half.position(),
                        half.side().wireName(),
                        half.deviceId(),
                        half.on(),
                        half.watermarkMillis(),
                        half.valueMicros(),
                        half.attributes()))
                .toList());
    }

    @Override
    public List<Half> halves(String viewId, String shardId, long fromMillis, String upTo) {
        return tables.all(HalfItem.from(viewId, shardId, fromMillis)).stream()
                .filter(item -> item.sequence().compareTo(upTo) <= 0)
                .map(TableHalves::half)
                .sorted(LOG_ORDER)
                .toList();
    }

    private static Half half(HalfItem item) {
        return new Half(
                JoinSide.ofWireName(item.side()),
                item.deviceId(),
                item.on(),
                item.timeMillis(),
                item.sequence(),
                item.position(),
                item.watermarkMillis(),
                item.valueMicros(),
                item.eventAttributes());
    }
}
