package dev.tidemark.batch.decide;

import dev.tidemark.batch.cut.Cut;
import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.sql.Database;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names records of which the engine, by itself, reads something else in the archive's lines than stands in the rows. */
final class ReaderFaults {

    /** The most that are named. */
    private static final int MOST_NAMED = 1_000;

    private final Database database;

    ReaderFaults(Database database) {
        this.database = database;
    }

    /** Of the staged records. */
    List<NightFault> of(Cut cut) {
        Map<Integer, String> shards = new HashMap<>();
        cut.shards().forEach(shard -> shards.put(shard.index(), shard.id()));
        return database.rows(
                "staging.readersDiffer",
                Map.of("limit", MOST_NAMED),
                row -> NightFault.ofReader(
                        shards.getOrDefault(row.getInt("shard"), "shard " + row.getInt("shard")),
                        "record " + row.getString("sequence"),
                        "the reader gives " + read(row, "") + "; the engine reads " + read(row, "engine_")
                                + " in the archive's line"));
    }

    private static String read(ResultSet row, String prefix) throws SQLException {
        return row.getLong(prefix + "events") + " events, " + row.getLong(prefix + "valued") + " with a value, sum "
                + decimal(row.getString(prefix + "micros"));
    }

    private static String decimal(@Nullable String micros) {
        return micros == null
                ? "none"
                : new BigDecimal(new BigInteger(micros), 6).stripTrailingZeros().toPlainString();
    }
}
