package dev.tidemark.simulation.lambda;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import dev.tidemark.simulation.kinesis.StreamRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/** A shard's records as the event that a function is called with. */
public final class KinesisEvents {

    private KinesisEvents() {}

    public static KinesisEvent of(String shardId, List<StreamRecord> batch) {
        List<KinesisEvent.KinesisEventRecord> records = new ArrayList<>(batch.size());
        for (StreamRecord record : batch) {
            KinesisEvent.Record kinesis = new KinesisEvent.Record();
            kinesis.setSequenceNumber(record.sequence());
            kinesis.setPartitionKey(record.partitionKey());
            kinesis.setApproximateArrivalTimestamp(new Date(record.arrivalMillis()));
            kinesis.setData(ByteBuffer.wrap(record.data()).asReadOnlyBuffer());
            KinesisEvent.KinesisEventRecord entry = new KinesisEvent.KinesisEventRecord();
            entry.setEventID(shardId + ":" + record.sequence());
            entry.setKinesis(kinesis);
            records.add(entry);
        }
        KinesisEvent event = new KinesisEvent();
        event.setRecords(records);
        return event;
    }
}
