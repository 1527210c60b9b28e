package dev.tidemark.ingest.support;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordReader;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.MalformedRecordException;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.fold.ShardRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** What is in the log. */
public final class Log {

    /** Name of the stream. */
    public static final String STREAM = "events";

    private final KinesisAsyncClient kinesis;
    private final Map<String, List<Record>> known = new HashMap<>();

    public Log(KinesisAsyncClient kinesis) {
        this.kinesis = kinesis;
    }

    /** The records of one device, in the log's order. */
    public List<LogRecord.Events> of(String deviceId) {
        return where(deviceId::equals);
    }

    /** The ids of one device's events, in the log's order. */
    public List<String> ids(String deviceId) {
        return of(deviceId).stream()
                .flatMap(record -> record.envelopes().stream())
                .flatMap(envelope -> envelope.events().stream())
                .map(LoggedEvent::id)
                .toList();
    }

    /** The records of these devices; shard by shard, in the log's order. */
    public List<LogRecord.Events> where(Predicate<String> device) {
        LogRecordReader reader = new LogRecordReader();
        List<LogRecord.Events> found = new ArrayList<>();
        for (Shard shard :
                kinesis.listShards(request -> request.streamName(STREAM)).join().shards()) {
            for (Record record : read(shard.shardId())) {
                if (device.test(record.partitionKey())) {
                    try {
                        found.add((LogRecord.Events) reader.read(record.data().asByteArrayUnsafe()));
                    } catch (MalformedRecordException e) {
                        throw new AssertionError("a record that ingestion wrote cannot be read", e);
                    }
                }
            }
        }
        return found;
    }

    /** How often each {@linkplain Acknowledged#event event} is there. */
    public Map<String, Integer> events() {
        Map<String, Integer> times = new HashMap<>();
        for (LogRecord.Events record : where(device -> true)) {
            for (LoggedEnvelope envelope : record.envelopes()) {
                for (LoggedEvent event : envelope.events()) {
                    times.merge(
                            Acknowledged.event(
                                    event.id(), IsoInstant.format(event.time().millis())),
                            1,
                            Integer::sum);
                }
            }
        }
        return times;
    }

    /** Every record of every shard, each shard in sequence order, as the stream reads them. */
    public List<List<ShardRecord>> shards() {
        LogRecordReader reader = new LogRecordReader();
        List<List<ShardRecord>> shards = new ArrayList<>();
        for (Shard shard :
                kinesis.listShards(request -> request.streamName(STREAM)).join().shards()) {
            List<ShardRecord> records = new ArrayList<>();
            for (Record record : read(shard.shardId())) {
                try {
                    records.add(new ShardRecord.Readable(
                            Sequence.pad(record.sequenceNumber()),
                            reader.read(record.data().asByteArrayUnsafe())));
                } catch (MalformedRecordException e) {
                    throw new AssertionError("a record that ingestion wrote cannot be read", e);
                }
            }
            shards.add(records);
        }
        return shards;
    }

    /** All records of a shard: what has been read before, and what has come since. */
    private synchronized List<Record> read(String shardId) {
        List<Record> records = known.computeIfAbsent(shardId, unseen -> new ArrayList<>());
        String iterator = kinesis.getShardIterator(request -> {
                    request.streamName(STREAM).shardId(shardId);
                    if (records.isEmpty()) {
                        request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
                    } else {
                        request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                .startingSequenceNumber(
                                        records.get(records.size() - 1).sequenceNumber());
                    }
                })
                .join()
                .shardIterator();
        while (true) {
            String next = iterator;
            GetRecordsResponse page = kinesis.getRecords(
                            request -> request.shardIterator(next).limit(10_000))
                    .join();
            records.addAll(page.records());
            if (page.records().isEmpty()) {
                return List.copyOf(records);
            }
            iterator = page.nextShardIterator();
        }
    }
}
