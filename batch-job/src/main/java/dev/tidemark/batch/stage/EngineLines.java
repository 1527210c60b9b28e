package dev.tidemark.batch.stage;

import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.Sql;
import dev.tidemark.domain.event.Sequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Has the engine read one shard's archive objects with its own JSON functions, some at a time, into {@code engine_read}.
 * Stream and batch share one class that reads records; a second reading by the engine shows that class's errors.
 * Not thread-safe; those of several shards take turns at the engine.
 */
final class EngineLines implements AutoCloseable {

    /** How many objects, and bytes of them, wait at most. */
    private static final int MOST_FILES = 64;

    private static final long MOST_BYTES = 8 << 20;

    private final Database database;
    private final Path scratch;
    private final ShardCut shard;
    private final List<Path> waiting = new ArrayList<>();
    private long bytesWaiting;
    private int number;

    /** Of this shard; what waits is in the folder. */
    EngineLines(Database database, Path scratch, ShardCut shard) {
        this.database = database;
        this.scratch = scratch;
        this.shard = shard;
    }

    /** Takes an object as it is in the archive. */
    void add(byte[] gzip) throws IOException {
        Path file = scratch.resolve("lines-" + shard.index() + "-" + ++number + ".ndjson.gz");
        Files.write(file, gzip);
        waiting.add(file);
        bytesWaiting += gzip.length;
        if (waiting.size() >= MOST_FILES || bytesWaiting >= MOST_BYTES) {
            read();
        }
    }

    private void read() throws IOException {
        if (waiting.isEmpty()) {
            return;
        }
        String files = waiting.stream().map(file -> Sql.text(file.toString())).collect(Collectors.joining(", "));
        synchronized (database) {
            database.run(
                    "staging.engineRead",
                    Map.of(
                            "shard", shard.index(),
                            "files", files,
                            "width", Sequence.WIDTH,
                            "after", Sql.text(shard.from()),
                            "upTo", Sql.text(shard.cut())));
        }
        for (Path file : waiting) {
            Files.delete(file);
        }
        waiting.clear();
        bytesWaiting = 0;
    }

    /** Reads what still waits. */
    @Override
    public void close() throws IOException {
        read();
    }
}
