package dev.tidemark.window;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.window.exactlyonce.BatchOutcome;
import dev.tidemark.window.exactlyonce.RawRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** A Kinesis event as batches of shards, and what could not be processed as Lambda wants to hear it. */
final class ShardBatches {

    private static final Logger LOG = Logger.getLogger(ShardBatches.class);

    private ShardBatches() {}

    /** The records of an event by shard, in sequence order. */
    static Map<String, List<RawRecord>> of(KinesisEvent event) {
        Map<String, List<RawRecord>> shards = new LinkedHashMap<>();
        for (KinesisEvent.KinesisEventRecord record : event.getRecords()) {
            shards.computeIfAbsent(shardOf(record), shard -> new ArrayList<>()).add(raw(record.getKinesis()));
        }
        return shards;
    }

    /**
     * The answer. Lambda delivers again everything from the lowest reported sequence number on, so of a shard one is
     * reported: the first that was not processed.
     */
    static StreamsEventResponse response(Collection<BatchOutcome> outcomes) {
        List<StreamsEventResponse.BatchItemFailure> failures = new ArrayList<>(1);
        for (BatchOutcome outcome : outcomes) {
            if (outcome instanceof BatchOutcome.FailedFrom failed) {
                LOG.errorf(failed.cause(), "nothing is done from record %s on", failed.sequence());
                failures.add(new StreamsEventResponse.BatchItemFailure(Sequence.unpad(failed.sequence())));
            }
        }
        return new StreamsEventResponse(failures);
    }

    /** An event's id is {@code <shardId>:<sequence number>}. */
    private static String shardOf(KinesisEvent.KinesisEventRecord record) {
        String id = record.getEventID();
        return id.substring(0, id.indexOf(':'));
    }

    private static RawRecord raw(KinesisEvent.Record record) {
        ByteBuffer buffer = record.getData().duplicate();
        byte[] data = new byte[buffer.remaining()];
        buffer.get(data);
        return new RawRecord(
                Sequence.pad(record.getSequenceNumber()),
                record.getApproximateArrivalTimestamp().getTime(),
                record.getPartitionKey(),
                data);
    }
}
