package dev.tidemark.batch.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Brings rows into a table of the engine, column by column in their order, each as the type that it has there: what is
 * exact stays exact, and a stranger's text is a value and nothing else. Memory holds one batch of the engine's, some
 * thousands of rows. What was added is in the table when {@link #close} returns. Several may add to one table side by side;
 * each is used by one thread.
 */
public final class RowAppender implements AutoCloseable {

    private final String table;
    private final DuckDBConnection connection;
    private final DuckDBAppender appender;

    RowAppender(String catalog, String table, DuckDBConnection connection) throws SQLException {
        this.table = table;
        this.connection = connection;
        this.appender = connection.createAppender(catalog, "main", table);
    }

    /** Adds what a row has. */
    @FunctionalInterface
    public interface RowFiller {
        void addTo(AppendedRow row) throws SQLException;
    }

    /** Takes the columns of one row. */
    public final class AppendedRow {

        private AppendedRow() {}

        /** An INTEGER. */
        public AppendedRow add(int value) throws SQLException {
            appender.append(value);
            return this;
        }

        /** A BIGINT, or the bits of an UBIGINT. */
        public AppendedRow add(long value) throws SQLException {
            appender.append(value);
            return this;
        }

        /** A BIGINT, or NULL. */
        public AppendedRow add(@Nullable Long value) throws SQLException {
            if (value == null) {
                appender.appendNull();
            } else {
                appender.append(value.longValue());
            }
            return this;
        }

        /** A HUGEINT, or NULL. */
        public AppendedRow add(@Nullable BigInteger value) throws SQLException {
            if (value == null) {
                appender.appendNull();
            } else {
                appender.append(value);
            }
            return this;
        }

        /** A DECIMAL with the digits of its column, or NULL. */
        public AppendedRow add(@Nullable BigDecimal value) throws SQLException {
            if (value == null) {
                appender.appendNull();
            } else {
                appender.append(value);
            }
            return this;
        }

        /** A VARCHAR, or NULL. */
        public AppendedRow add(@Nullable String value) throws SQLException {
            if (value == null) {
                appender.appendNull();
            } else {
                appender.append(value);
            }
            return this;
        }

        /** A BOOLEAN. */
        public AppendedRow add(boolean value) throws SQLException {
            appender.append(value);
            return this;
        }

        /** A MAP of texts. */
        public AppendedRow add(Map<String, String> value) throws SQLException {
            appender.append(value);
            return this;
        }

        /** NULL, whatever the type. */
        public AppendedRow addNull() throws SQLException {
            appender.appendNull();
            return this;
        }
    }

    private final AppendedRow row = new AppendedRow();

    /** Adds a row. */
    public void add(RowFiller columns) {
        try {
            appender.beginRow();
            columns.addTo(row);
            appender.endRow();
        } catch (SQLException e) {
            throw new EngineException("a row does not fit into " + table + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try (connection;
                appender) {
            appender.flush();
        } catch (SQLException e) {
            throw new EngineException("rows do not fit into " + table + ": " + e.getMessage(), e);
        }
    }
}
