package dev.tidemark.batch.judge;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.domain.event.IsoInstant;
import java.util.List;
import java.util.Map;

/** Names events to which ingestion gave another time than their raw stamps give. */
final class IngestionFaults {

    private IngestionFaults() {}

    /** Events whose time in the log is not what their raw stamps give. */
    static List<NightFault> of(Database database, String occurrences, String records, long from, long to) {
        return database.rows(
                "reconcile.timeFaultRows",
                Map.of(
                        "occurrences",
                        occurrences,
                        "recordRows",
                        records,
                        "from",
                        from,
                        "to",
                        to,
                        "limit",
                        WindowFaults.MOST_NAMED),
                row -> new NightFault(
                        NightFault.FaultKind.INGESTION_TIME,
                        NightFault.Side.INGESTION,
                        null,
                        null,
                        null,
                        null,
                        row.getString("shard"),
                        "event " + row.getString("device_id") + " / " + row.getString("id") + " in record "
                                + row.getString("sequence") + ", envelope " + row.getInt("envelope") + ", event "
                                + row.getInt("event"),
                        "the log says " + IsoInstant.format(row.getLong("event_time")) + " "
                                + row.getString("quality") + "; the raw stamps (occurredAt "
                                + row.getString("occurred_at") + ", sentAt " + row.getString("sent_at")
                                + ", receivedAt " + IsoInstant.format(row.getLong("received_at")) + ") give "
                                + IsoInstant.format(row.getLong("true_time")) + " " + row.getString("true_quality")));
    }
}
