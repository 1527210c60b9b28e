package dev.tidemark.batch.line;

import dev.tidemark.batch.sql.Database;
import java.util.List;
import java.util.Set;

/**
 * The stages of a night, one behind the other. A table lives from the stage that makes it to the last one that reads it:
 * then it goes, so that the scratch folder holds what is still needed, and nothing else.
 */
public final class NightLine {

    private final Database database;
    private final List<NightStage<?, ?>> stages;
    private final StageRunner runner;

    /**
     * Of these stages.
     *
     * @param stages all of them, in their order
     * @param runner runs each
     */
    public NightLine(Database database, List<NightStage<?, ?>> stages, StageRunner runner) {
        this.database = database;
        this.stages = List.copyOf(stages);
        this.runner = runner;
    }

    /**
     * Runs one of the stages, all before it having run.
     *
     * @throws IllegalStateException if it leaves tables behind that it does not declare
     */
    public <I, O> O run(NightStage<I, O> stage, I input) {
        Set<String> before = database.tables();
        O output = runner.run(database, stage, input);
        Set<String> undeclared = database.tables();
        undeclared.removeAll(before);
        stage.makes().forEach(table -> undeclared.remove(table.sqlName()));
        if (!undeclared.isEmpty()) {
            throw new IllegalStateException(
                    stage.getClass().getSimpleName() + " leaves tables that it does not declare: " + undeclared);
        }
        int place = stages.indexOf(stage);
        for (NightTable table : NightTable.values()) {
            if (lastUse(table) == place) {
                database.drop(table.sqlName());
            }
        }
        return output;
    }

    /** The place of the last stage that makes or reads a table; −1 for none. */
    private int lastUse(NightTable table) {
        int last = -1;
        for (int place = 0; place < stages.size(); place++) {
            NightStage<?, ?> stage = stages.get(place);
            if (stage.makes().contains(table) || stage.reads().contains(table)) {
                last = place;
            }
        }
        return last;
    }
}
