package dev.tidemark.window;

import dev.tidemark.window.close.Closing;
import dev.tidemark.window.exactlyonce.BatchOutcome;
import dev.tidemark.window.exactlyonce.RawRecord;
import dev.tidemark.window.exactlyonce.ShardProcessor;
import dev.tidemark.window.store.TableFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** One instance of the window function: batches into the grid, then whatever the moved watermarks have completed. */
public final class WindowFunction {

    private final TableFormat format;
    private final ShardProcessor processor;
    private final Closing closing;

    /** An instance that has met no shard yet. */
    public WindowFunction(FunctionServices services) {
        this(StreamParts.of(services));
    }

    WindowFunction(StreamParts parts) {
        this.format = parts.format();
        this.processor = parts.processor();
        this.closing = parts.closing();
    }

    /**
     * Applies batches, shard by shard.
     *
     * @param batches by shard, each in sequence order and not empty
     * @return what came of each
     * @throws IllegalStateException if the tables are of another format
     */
    public Collection<BatchOutcome> apply(Map<String, List<RawRecord>> batches) {
        format.check();
        List<BatchOutcome> outcomes = new ArrayList<>(batches.size());
        batches.forEach((shardId, records) -> outcomes.add(processor.process(shardId, records)));
        closing.behind(outcomes);
        return outcomes;
    }
}
