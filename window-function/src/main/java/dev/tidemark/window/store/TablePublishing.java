package dev.tidemark.window.store;

import dev.tidemark.domain.fold.DueSlice;
import dev.tidemark.domain.fold.Moment;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.platform.item.DueItem;
import dev.tidemark.platform.item.MomentItem;
import dev.tidemark.platform.item.PublishedWatermarkItem;
import dev.tidemark.window.close.Publishing;
import java.util.List;
import java.util.Optional;

/** How far publishing has come, in the journal's table. */
public final class TablePublishing implements Publishing {

    private final Tables tables;

    public TablePublishing(Tables tables) {
        this.tables = tables;
    }

    @Override
    public long published(TimeDomain domain) {
        return tables.get(PublishedWatermarkItem.key(domain))
                .map(PublishedWatermarkItem::watermarkMillis)
                .orElse(Watermarks.UNKNOWN);
    }

    /** Where another closer is further, what it says holds for this one as well. */
    @Override
    public void advance(TimeDomain domain, long watermarkMillis) {
        tables.put(new PublishedWatermarkItem(domain, watermarkMillis).advancing());
    }

    @Override
    public Optional<Moment> momentFrom(String shardId, long receivedMillis) {
        return tables.first(MomentItem.from(shardId, receivedMillis))
                .map(moment -> new Moment(moment.receivedMillis(), moment.watermarkMillis()));
    }

    @Override
    public List<DueSlice> due(String shardId, TimeDomain domain, long afterMillis, long upToMillis) {
        return tables.all(DueItem.between(shardId, domain, afterMillis, upToMillis)).stream()
                .map(due -> new DueSlice(due.domain(), due.markMillis(), due.viewId(), due.sliceStartMillis()))
                .toList();
    }
}
