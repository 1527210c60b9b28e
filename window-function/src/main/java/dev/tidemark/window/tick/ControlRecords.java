package dev.tidemark.window.tick;

import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordWriter;
import dev.tidemark.platform.Environment;
import dev.tidemark.window.shards.ListedShard;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** Puts a control record into shards, each addressed by its hash key. */
public final class ControlRecords {

    private static final int MOST_A_CALL = 500;

    private final KinesisClient kinesis;
    private final String stream;
    private final LogRecordWriter writer = new LogRecordWriter();

    public ControlRecords(KinesisClient kinesis, String stream) {
        this.kinesis = kinesis;
        this.stream = stream;
    }

    /**
     * Puts the record into each.
     *
     * @param open shards; may be none
     * @return number of shards that did not take it; they get the next tick's
     */
    public int put(List<ListedShard> open, LogRecord control) {
        SdkBytes data = SdkBytes.fromByteArrayUnsafe(writer.write(control));
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (ListedShard shard : open) {
            entries.add(PutRecordsRequestEntry.builder()
                    .partitionKey(Environment.CONTROL_PARTITION_KEY)
                    .explicitHashKey(shard.startingHashKey())
                    .data(data)
                    .build());
        }
        int failed = 0;
        for (int from = 0; from < entries.size(); from += MOST_A_CALL) {
            List<PutRecordsRequestEntry> call = entries.subList(from, Math.min(from + MOST_A_CALL, entries.size()));
            PutRecordsResponse response =
                    kinesis.putRecords(request -> request.streamName(stream).records(call));
            failed += response.failedRecordCount() == null ? 0 : response.failedRecordCount();
        }
        return failed;
    }
}
