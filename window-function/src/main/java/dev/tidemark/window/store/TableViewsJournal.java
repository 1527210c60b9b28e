package dev.tidemark.window.store;

import dev.tidemark.domain.view.View;
import dev.tidemark.platform.item.LeaseItem;
import dev.tidemark.platform.item.ViewsFileItem;
import dev.tidemark.window.versions.VersionedViews;
import dev.tidemark.window.versions.ViewsJournal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Views files in the journal's table. */
public final class TableViewsJournal implements ViewsJournal {

    private final Tables tables;

    public TableViewsJournal(Tables tables) {
        this.tables = tables;
    }

    @Override
    public void keepViews(VersionedViews file) {
        tables.put(new ViewsFileItem(
                        file.version(),
                        file.text(),
                        file.views().views().stream().map(View::id).toList())
                .keeping());
    }

    @Override
    public Optional<String> viewsText(String version) {
        return tables.get(ViewsFileItem.key(version)).map(ViewsFileItem::definition);
    }

    @Override
    public Map<String, String> viewsTexts() {
        Map<String, String> texts = new HashMap<>();
        tables.ascending(ViewsFileItem.all()).forEachRemaining(file -> texts.put(file.version(), file.definition()));
        return texts;
    }

    @Override
    public Lease leaseViews(String version, long nowMillis, long leaseMillis) {
        LeaseItem ours = new LeaseItem(version, nowMillis);
        return tables.put(ours.taking(nowMillis - leaseMillis)) instanceof Tables.WriteRefused<LeaseItem> refused
                ? new HeldFor(refused.standing().orElseThrow().version())
                : new Held();
    }
}
