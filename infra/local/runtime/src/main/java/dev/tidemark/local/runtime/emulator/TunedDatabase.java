package dev.tidemark.local.runtime.emulator;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteJob;
import com.almworks.sqlite4java.SQLiteQueue;
import com.almworks.sqlite4java.SQLiteStatement;
import com.amazonaws.services.dynamodbv2.local.shared.access.sqlite.SQLiteDBAccess;
import java.io.File;
import java.nio.file.Path;
import java.util.List;

/**
 * DynamoDB Local's SQLite file with a write-ahead log and no flush to the disk at each commit, which makes a write four to
 * ten times as fast. What was written survives the end of any process, also a kill; only the machine's own crash can lose
 * it, which is the bargain for an emulator.
 */
final class TunedDatabase extends SQLiteDBAccess {

    private TunedDatabase(File file) throws InterruptedException {
        super(file);
        // The constructor opens a connection of its own; the tuned one takes its place.
        queue.stop(true).join();
        queue = new TunedQueue(file);
        queue.start();
    }

    static TunedDatabase open(Path file) throws InterruptedException {
        return new TunedDatabase(file.toFile());
    }

    private static final class TunedQueue extends SQLiteQueue {

        private static final List<String> PRAGMAS = List.of(
                "PRAGMA journal_mode=WAL",
                "PRAGMA synchronous=OFF",
                "PRAGMA locking_mode=EXCLUSIVE",
                "PRAGMA temp_store=MEMORY",
                "PRAGMA cache_size=-65536");

        /** Jobs between two checkpoints of the log. SQLite's own never run here: a job commits with its reads open. */
        private static final int CHECKPOINT_EVERY = 1_000;

        private int jobs;

        TunedQueue(File file) {
            super(file);
        }

        @Override
        protected void initConnection(SQLiteConnection connection) throws SQLiteException {
            super.initConnection(connection);
            for (String pragma : PRAGMAS) {
                run(connection, pragma);
            }
        }

        @Override
        protected void afterExecute(SQLiteJob job) throws Throwable {
            super.afterExecute(job);
            if (++jobs % CHECKPOINT_EVERY == 0) {
                execute(new Checkpoint());
            }
        }

        static void run(SQLiteConnection connection, String sql) throws SQLiteException {
            SQLiteStatement statement = connection.prepare(sql);
            try {
                while (statement.step()) {
                    // The answer rows repeat the setting.
                }
            } finally {
                statement.dispose();
            }
        }
    }

    private static final class Checkpoint extends SQLiteJob<Object> {
        @Override
        protected Object job(SQLiteConnection connection) throws SQLiteException {
            TunedQueue.run(connection, "PRAGMA wal_checkpoint(PASSIVE)");
            return Boolean.TRUE;
        }
    }
}
