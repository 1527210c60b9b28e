package dev.tidemark.simulation.account;

import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.platform.StreamMapping;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.HeadItem;
import dev.tidemark.simulation.dynamo.SimulatedTables;
import dev.tidemark.simulation.kinesis.StreamRecord;
import dev.tidemark.simulation.kinesis.StreamShard;
import dev.tidemark.simulation.lambda.KinesisEvents;
import dev.tidemark.simulation.s3.S3Bucket;
import dev.tidemark.window.TickHandler;
import dev.tidemark.window.WindowHandler;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One calm pass over a stage's log, by the same code, into tables of its own: each shard's records at once, in order, parents
 * first; then one closing. What is stored after it is what should be stored in the stage.
 */
public final class CalmStage {

    private static final List<Table> COMPARED = List.of(Table.CELLS, Table.WINDOWS, Table.JOINS);

    private final SimulatedTables tables;

    private CalmStage(SimulatedTables tables) {
        this.tables = tables;
    }

    /** The pass. */
    public static CalmStage over(SimulatedStage stage) {
        Clock clock = stage.timeline().clock();
        SimulatedTables tables = new SimulatedTables(stage.tables().schema(), StageNames.tables(), clock, 1);
        FunctionHandlers handlers = new FunctionHandlers(
                StageClients.calm(tables, stage.stream(), new S3Bucket(StageNames.BUCKET, List.of(), clock)),
                stage.plan(),
                clock);
        WindowHandler window = handlers.window();
        TickHandler tick = handlers.tick();
        InstanceContext context = new InstanceContext(PlatformFunction.WINDOW);
        for (StreamShard shard : stage.stream().everyShard()) {
            List<StreamRecord> records = stage.stream().history(shard);
            for (int from = 0; from < records.size(); from += StreamMapping.WINDOW.batchSize()) {
                List<StreamRecord> batch =
                        records.subList(from, Math.min(records.size(), from + StreamMapping.WINDOW.batchSize()));
                if (!window.handleRequest(KinesisEvents.of(shard.id(), batch), context)
                        .getBatchItemFailures()
                        .isEmpty()) {
                    throw new IllegalStateException("the calm pass cannot apply " + shard.id());
                }
            }
        }
        try {
            // Its heartbeats are refused: the log stays as it is. Twice, as a shard's end shows when its children have
            // heads.
            for (int i = 0; i < 2; i++) {
                StandardOutput.read(line -> {}, () -> tick.handleRequest(Map.of(), context));
            }
        } catch (Exception e) {
            throw new IllegalStateException("the calm pass cannot close", e);
        }
        return new CalmStage(tables);
    }

    /** Each item of cells, panes, halves and heads that is not as it should be, in words; of very many, the first ones. */
    public List<String> differences(SimulatedStage stage) {
        List<String> differences = new ArrayList<>();
        StageItems should = new StageItems(tables);
        StageItems is = new StageItems(stage.tables());
        for (Table table : COMPARED) {
            compare(table.name(), should.texts(table, ""), is.texts(table, ""), differences);
        }
        String heads = HeadItem.all().partition();
        compare("HEADS", should.texts(Table.JOURNAL, heads), is.texts(Table.JOURNAL, heads), differences);
        return differences;
    }

    /** How many cells there are. */
    public long cells() {
        return tables.count(StageNames.of(Table.CELLS));
    }

    private static void compare(
            String what, Map<String, String> should, Map<String, String> is, List<String> differences) {
        Set<String> keys = new TreeSet<>(should.keySet());
        keys.addAll(is.keySet());
        for (String key : keys) {
            String wanted = should.get(key);
            String found = is.get(key);
            if (wanted == null ? found != null : !wanted.equals(found)) {
                differences.add(what + " " + key + ": is " + found + ", should be " + wanted);
            }
        }
    }
}
