package dev.tidemark.simulation.account;

import dev.tidemark.platform.ObjectKeys;
import dev.tidemark.platform.Table;
import dev.tidemark.simulation.dynamo.SimulatedTables;
import dev.tidemark.simulation.lambda.FunctionCode;
import dev.tidemark.simulation.s3.S3Bucket;
import java.util.List;

/** One night over everything that a stage has, by a batch that never ran before: what any series of nights must come to. */
public final class NightFromNothing {

    private NightFromNothing() {}

    /**
     * Runs it beside the stage, which stays as it is.
     *
     * @throws IllegalStateException if it does not come to its end
     */
    public static PublishedNumbers over(SimulatedStage stage) {
        SimulatedTables tables = new SimulatedTables(
                stage.tables().schema(), StageNames.tables(), stage.timeline().clock(), 1);
        for (Table table : Table.values()) {
            if (table != Table.CORRECTIONS) {
                stage.tables().copy(StageNames.of(table), tables);
            }
        }
        S3Bucket bucket =
                new S3Bucket(StageNames.BUCKET, List.of(), stage.timeline().clock());
        for (String prefix : List.of(ObjectKeys.ARCHIVE, ObjectKeys.QUARANTINE, ObjectKeys.SKIPPED)) {
            for (String key : stage.bucket().keys(prefix, "")) {
                byte[] bytes = stage.bucket().get(key);
                if (bytes != null) {
                    bucket.put(key, bytes);
                }
            }
        }
        BatchRuns runs = new BatchRuns(stage.plan(), stage.timeline());
        FunctionCode code = runs.code(StageClients.calm(tables, stage.stream(), bucket), "from-nothing", 1);
        try {
            StandardOutput.read(line -> {}, () -> code.handle("{}"));
        } catch (Exception e) {
            throw new IllegalStateException("a night from nothing does not come to its end", e);
        }
        return PublishedNumbers.of(tables, bucket);
    }
}
