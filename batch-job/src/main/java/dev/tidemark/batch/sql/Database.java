package dev.tidemark.batch.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * An embedded DuckDB of one run, on disk in a scratch folder, so that what does not fit into its memory spills. It is of no use
 * behind the run, so it keeps no log of what it writes, and waits for no disk. Statements come from fragments. One thread at a time.
 */
public final class Database implements AutoCloseable {

    /** Reads one row of an answer; runs no statement of this database, which would end the answer. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Takes one row of an answer. */
    @FunctionalInterface
    public interface RowTaker {
        void take(ResultSet row) throws SQLException;
    }

    /** What the engine calls the file. */
    private static final String CATALOG = "run";

    private final Sql sql;
    private final Connection connection;

    /** The fragment whose answer is being read, or null. */
    private @Nullable String answering;

    private Database(Sql sql, Connection connection) {
        this.sql = sql;
        this.connection = connection;
    }

    /**
     * Opens a new database.
     *
     * @param scratch an empty folder
     * @param memory what the engine may use, as DuckDB writes it: {@code 3GB}
     * @param threads of the engine
     */
    public static Database open(Sql sql, Path scratch, String memory, int threads) {
        try {
            Files.createDirectories(scratch.resolve("spill"));
            Properties settings = new Properties();
            settings.setProperty("memory_limit", memory);
            settings.setProperty("threads", Integer.toString(threads));
            settings.setProperty(
                    "temp_directory", scratch.resolve("spill").toAbsolutePath().toString());
            settings.setProperty("autoinstall_known_extensions", "false");
            settings.setProperty("autoload_known_extensions", "false");
            settings.setProperty("preserve_insertion_order", "false");
            Connection connection = DriverManager.getConnection("jdbc:duckdb:", settings);
            Database database = new Database(sql, connection);
            String file =
                    Sql.text(scratch.resolve("run.duckdb").toAbsolutePath().toString());
            database.run("dialect.attach", Map.of("catalog", CATALOG, "file", file));
            return database;
        } catch (SQLException e) {
            throw new EngineException("cannot open DuckDB in " + scratch + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + scratch, e);
        }
    }

    /** Runs the statements of a fragment. */
    public void run(String fragment, Map<String, ?> parameters) {
        sql.statements(fragment, parameters).forEach(this::execute);
    }

    /** Runs the statements of a fragment without parameters. */
    public void run(String fragment) {
        run(fragment, Map.of());
    }

    /** The rows that a fragment selects, all of which are held. */
    public <T> List<T> rows(String fragment, Map<String, ?> parameters, RowReader<T> row) {
        List<T> result = new ArrayList<>();
        take(fragment, sql.get(fragment, parameters), found -> result.add(row.read(found)));
        return result;
    }

    /**
     * Hands on the rows that a fragment selects, one by one, while the engine finds them: never are all of them held. The driver
     * takes an error behind the first rows for the end of such an answer, so they are counted before.
     *
     * @param taker runs no statement of this database, which would end the answer; it may add rows through an {@link #appender}
     * @throws EngineException if the answer has fewer rows than there are, or fails
     * @throws IllegalStateException if an answer is being read already
     */
    public void each(String fragment, Map<String, ?> parameters, RowTaker taker) {
        String text = sql.get(fragment, parameters);
        long expected = row("dialect.count", Map.of("select", text), row -> row.getLong(1));
        long taken;
        run("dialect.stream", Map.of("on", "true"));
        try {
            taken = take(fragment, text, taker);
        } finally {
            run("dialect.stream", Map.of("on", "false"));
        }
        if (taken != expected) {
            throw new EngineException(
                    "the engine has given up an answer after " + taken + " of " + expected + " rows\n" + text);
        }
    }

    private long take(String fragment, String text, RowTaker taker) {
        requireNoAnswer();
        long taken = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(text)) {
            answering = fragment;
            while (rows.next()) {
                taker.take(rows);
                taken++;
            }
            return taken;
        } catch (SQLException e) {
            throw new EngineException(e.getMessage() + "\n" + text, e);
        } finally {
            answering = null;
        }
    }

    private void requireNoAnswer() {
        if (answering != null) {
            throw new IllegalStateException(
                    "the answer to " + answering + " is still being read: a statement would end it");
        }
    }

    /** The only row that a fragment selects. */
    public <T> T row(String fragment, Map<String, ?> parameters, RowReader<T> row) {
        List<T> rows = rows(fragment, parameters, row);
        if (rows.size() != 1) {
            throw new IllegalStateException(fragment + " gave " + rows.size() + " rows instead of one");
        }
        return rows.get(0);
    }

    /** The first row that a fragment selects. */
    public <T> Optional<T> first(String fragment, Map<String, ?> parameters, RowReader<T> row) {
        return rows(fragment, parameters, row).stream().findFirst();
    }

    /** The text of a fragment, for use as a parameter of another. */
    public String fragment(String name, Map<String, ?> parameters) {
        return sql.get(name, parameters);
    }

    /** Adds rows to a table, beside whatever else goes on. */
    public RowAppender appender(String table) {
        try {
            DuckDBConnection own = connection.unwrap(DuckDBConnection.class).duplicate();
            return new RowAppender(CATALOG, table, own);
        } catch (SQLException e) {
            throw new EngineException("cannot add rows to " + table + ": " + e.getMessage(), e);
        }
    }

    /** The fragments that statements come from. */
    public Sql sql() {
        return sql;
    }

    /** The names of all tables. */
    public Set<String> tables() {
        return new TreeSet<>(rows("dialect.tables", Map.of(), row -> row.getString(1)));
    }

    /** Drops a table, which is there. */
    public void drop(String table) {
        execute("DROP TABLE " + table);
    }

    /** Runs one statement. */
    public void execute(String text) {
        requireNoAnswer();
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new EngineException(e.getMessage() + "\n" + text, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new EngineException("cannot close DuckDB: " + e.getMessage(), e);
        }
    }
}
