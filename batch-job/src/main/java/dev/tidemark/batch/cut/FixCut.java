package dev.tidemark.batch.cut;

import static dev.tidemark.batch.line.NightTable.S_HALVES;
import static dev.tidemark.batch.line.NightTable.S_SEEN;
import static dev.tidemark.batch.line.NightTable.S_UNMATCHED;

import dev.tidemark.batch.line.NightStage;
import dev.tidemark.batch.line.NightTable;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.state.Files;
import dev.tidemark.batch.state.NightState;
import dev.tidemark.batch.state.Published;
import dev.tidemark.batch.state.StateReader;
import dev.tidemark.batch.store.ItemStore;
import java.util.Optional;
import java.util.Set;

/** Loads what the published run has left, and fixes up to where this one reads and compares. */
public final class FixCut implements NightStage<Optional<Published>, FixedCut> {

    private final Database database;
    private final Files files;
    private final ItemStore items;

    public FixCut(Database database, Files files, ItemStore items) {
        this.database = database;
        this.files = files;
        this.items = items;
    }

    @Override
    public Set<NightTable> reads() {
        return Set.of();
    }

    @Override
    public Set<NightTable> makes() {
        return Set.of(S_SEEN, S_HALVES, S_UNMATCHED);
    }

    @Override
    public FixedCut run(Optional<Published> published) {
        NightState state = new StateReader(database, files).read(published);
        return new FixedCut(state, new CutReader(items).read(state.shards()));
    }
}
