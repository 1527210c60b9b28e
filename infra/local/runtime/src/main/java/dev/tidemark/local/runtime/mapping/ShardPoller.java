package dev.tidemark.local.runtime.mapping;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Reads one shard in order from a position, and keeps what was read and not yet cut into a batch. One thread. */
final class ShardPoller {

    private static final int READ_LIMIT = 10_000;

    private final KinesisClient kinesis;
    private final MappingSpec mapping;
    private final String shardId;
    private final String region;
    private final Deque<PolledRecord> buffer = new ArrayDeque<>();
    private @Nullable String lastRead;
    private @Nullable String iterator;
    private boolean ended;

    /** @param after the sequence number to go on after; null for the shard's beginning */
    ShardPoller(KinesisClient kinesis, MappingSpec mapping, String shardId, String region, @Nullable String after) {
        this.kinesis = kinesis;
        this.mapping = mapping;
        this.shardId = shardId;
        this.region = region;
        this.lastRead = after;
    }

    /**
     * Reads once, from where the last read ended.
     *
     * @return how many records came
     */
    int read() {
        if (ended) {
            return 0;
        }
        GetRecordsResponse response = next();
        for (Record polled : response.records()) {
            buffer.addLast(PolledRecord.of(polled, shardId, mapping.streamArn(), region));
            lastRead = polled.sequenceNumber();
        }
        iterator = response.nextShardIterator();
        ended = iterator == null;
        return response.records().size();
    }

    private GetRecordsResponse next() {
        String from = iterator == null ? iterator() : iterator;
        try {
            return kinesis.getRecords(get -> get.shardIterator(from).limit(READ_LIMIT));
        } catch (ExpiredIteratorException e) {
            String fresh = iterator();
            return kinesis.getRecords(get -> get.shardIterator(fresh).limit(READ_LIMIT));
        }
    }

    private String iterator() {
        String after = lastRead;
        return kinesis.getShardIterator(get -> {
                    get.streamName(mapping.streamName()).shardId(shardId);
                    if (after == null) {
                        get.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
                    } else {
                        get.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                .startingSequenceNumber(after);
                    }
                })
                .shardIterator();
    }

    /** Whether the shard is closed and all of it has been read. */
    boolean ended() {
        return ended;
    }

    @Nullable
    PolledRecord oldest() {
        return buffer.peekFirst();
    }

    /** Whether there is enough for a batch, by number or by size. */
    boolean full(int maxBytes) {
        if (buffer.size() >= mapping.batchSize()) {
            return true;
        }
        long bytes = PolledRecord.FRAME;
        for (PolledRecord polled : buffer) {
            bytes += polled.json().length + 1;
        }
        return bytes >= maxBytes;
    }

    /** Takes the next batch: the oldest records, as many as the bounds allow, at least one. */
    List<PolledRecord> cut(int maxBytes, int mostRecords) {
        List<PolledRecord> batch = new ArrayList<>(Math.min(buffer.size(), mostRecords));
        long bytes = PolledRecord.FRAME;
        while (!buffer.isEmpty() && batch.size() < mostRecords) {
            bytes += buffer.getFirst().json().length + 1;
            if (bytes > maxBytes && !batch.isEmpty()) {
                break;
            }
            batch.add(buffer.removeFirst());
        }
        return batch;
    }
}
