package dev.tidemark.batch.line;

import dev.tidemark.batch.sql.Database;

/** Runs a stage on the engine; a test's runner looks what it touches. */
public interface StageRunner {

    /** Runs it and nothing else. */
    StageRunner PLAIN = new StageRunner() {
        @Override
        public <I, O> O run(Database database, NightStage<I, O> stage, I input) {
            return stage.run(input);
        }
    };

    /** Runs a stage. */
    <I, O> O run(Database database, NightStage<I, O> stage, I input);
}
