package dev.tidemark.local.log;

import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordWriter;
import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.platform.Environment;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Puts control records into every open shard of the log. */
public final class ControlLog {

    private static final int ATTEMPTS = 20;
    private static final long PAUSE_MILLIS = 100;

    private final KinesisClient kinesis;
    private final String stream;
    private final LogRecordWriter writer = new LogRecordWriter();

    public ControlLog(KinesisClient kinesis, String stream) {
        this.kinesis = kinesis;
        this.stream = stream;
    }

    /**
     * Returns when every open shard has acknowledged the record.
     *
     * @throws CannotRunException if a shard does not, however often it is asked
     */
    public void everyShard(LogRecord record) {
        SdkBytes data = SdkBytes.fromByteArray(writer.write(record));
        List<PutRecordsRequestEntry> left = openShards().stream()
                .map(shard -> PutRecordsRequestEntry.builder()
                        .partitionKey(Environment.CONTROL_PARTITION_KEY)
                        .explicitHashKey(shard.hashKeyRange().startingHashKey())
                        .data(data)
                        .build())
                .toList();
        for (int attempt = 0; attempt < ATTEMPTS && !left.isEmpty(); attempt++) {
            if (attempt > 0) {
                pause();
            }
            left = put(left);
        }
        if (!left.isEmpty()) {
            throw new CannotRunException(
                    "the log did not take a control record in " + ATTEMPTS + " tries. Stop, and start again.");
        }
    }

    private List<PutRecordsRequestEntry> put(List<PutRecordsRequestEntry> entries) {
        PutRecordsResponse response =
                kinesis.putRecords(request -> request.streamName(stream).records(entries));
        List<PutRecordsRequestEntry> failed = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (response.records().get(i).errorCode() != null) {
                failed.add(entries.get(i));
            }
        }
        return failed;
    }

    /** Asked for every time: shards split and merge. */
    private List<Shard> openShards() {
        List<Shard> open = new ArrayList<>();
        ListShardsRequest request =
                ListShardsRequest.builder().streamName(stream).build();
        while (true) {
            ListShardsResponse page = kinesis.listShards(request);
            for (Shard shard : page.shards()) {
                if (shard.sequenceNumberRange().endingSequenceNumber() == null) {
                    open.add(shard);
                }
            }
            if (page.nextToken() == null) {
                return open;
            }
            // With a token the request names nothing else.
            request = ListShardsRequest.builder().nextToken(page.nextToken()).build();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotRunException("interrupted while a control record was put into the log.", e);
        }
    }
}
