package dev.tidemark.simulation.kinesis;

import dev.tidemark.platform.HashKeyRange;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stream, for everybody who has a client. Records expire after the retention; a closed shard is listed until then. An
 * account's other streams do not exist.
 */
public final class KinesisStream {

    /** Told of each record that the stream takes. */
    @FunctionalInterface
    public interface RecordListener {
        void taken(StreamShard shard, StreamRecord record);
    }

    private static final BigInteger ALL_KEYS = BigInteger.ONE.shiftLeft(128);

    private final String name;
    private final Duration retention;
    private final Clock clock;
    private final boolean keepsHistory;
    private final Map<String, StreamShard> shards = new LinkedHashMap<>();
    private final List<StreamShard> everyShard = new ArrayList<>();
    private final List<RecordListener> listeners = new ArrayList<>();
    private long sequence;
    private int shardNumber;

    /**
     * A stream of so many shards, of equal ranges.
     *
     * @param keepsHistory whether {@link #history} is asked for; without it, records older than the retention are forgotten
     */
    public KinesisStream(String name, int shardCount, Duration retention, Clock clock, boolean keepsHistory) {
        this.keepsHistory = keepsHistory;
        this.name = name;
        this.retention = retention;
        this.clock = clock;
        for (int i = 0; i < shardCount; i++) {
            open(
                    List.of(),
                    new HashKeyRange(
                            part(i, shardCount), part(i + 1, shardCount).subtract(BigInteger.ONE)));
        }
    }

    private static BigInteger part(int number, int of) {
        return ALL_KEYS.multiply(BigInteger.valueOf(number)).divide(BigInteger.valueOf(of));
    }

    private StreamShard open(List<String> parents, HashKeyRange hashKeys) {
        String id = String.format("shardId-%012d", shardNumber++);
        StreamShard shard = new StreamShard(id, parents, hashKeys, nextSequence());
        shards.put(id, shard);
        if (keepsHistory) {
            everyShard.add(shard);
        }
        return shard;
    }

    public String name() {
        return name;
    }

    public void onRecord(RecordListener listener) {
        listeners.add(listener);
    }

    long millis() {
        return clock.millis();
    }

    /** Shards that the stream still knows, in the order in which they were made. */
    public List<StreamShard> shards() {
        long before = clock.millis() - retention.toMillis();
        shards.values().removeIf(shard -> shard.isForgotten(before));
        return List.copyOf(shards.values());
    }

    public List<StreamShard> openShards() {
        return shards().stream().filter(StreamShard::isOpen).toList();
    }

    /** A shard that the stream still knows; null for any other. */
    public @Nullable StreamShard shard(String id) {
        shards();
        return shards.get(id);
    }

    /** Records of a shard after a sequence number, or, for null, from the oldest that has not expired. */
    public List<StreamRecord> read(StreamShard shard, @Nullable String after) {
        shard.expire(clock.millis() - retention.toMillis(), keepsHistory);
        return shard.after(after);
    }

    /** Every shard that there ever was, parents before children; only of a stream that keeps its history. */
    public List<StreamShard> everyShard() {
        if (!keepsHistory) {
            throw new IllegalStateException("the stream does not keep its history");
        }
        return everyShard;
    }

    /** Every record that a shard ever took, whether or not it has expired. */
    public List<StreamRecord> history(StreamShard shard) {
        everyShard();
        return shard.everything();
    }

    /** Takes a record into the open shard of its partition key's hash, or of an explicit hash key. */
    public StreamRecord put(String partitionKey, @Nullable String explicitHashKey, byte[] data) {
        StreamShard shard = shardOf(partitionKey, explicitHashKey);
        StreamRecord record = new StreamRecord(nextSequence(), clock.millis(), partitionKey, data);
        shard.add(record);
        listeners.forEach(listener -> listener.taken(shard, record));
        return record;
    }

    StreamShard shardOf(String partitionKey, @Nullable String explicitHashKey) {
        for (StreamShard shard : shards.values()) {
            if (shard.isOpen()
                    && (explicitHashKey == null
                            ? shard.hashKeys().contains(partitionKey)
                            : contains(shard.hashKeys(), new BigInteger(explicitHashKey)))) {
                return shard;
            }
        }
        throw new IllegalStateException("no open shard for " + partitionKey);
    }

    private static boolean contains(HashKeyRange range, BigInteger hash) {
        return range.first().compareTo(hash) <= 0 && hash.compareTo(range.last()) <= 0;
    }

    /** Closes a shard and opens two in its place; the second begins at this hash key. */
    public void split(String shardId, BigInteger at) {
        StreamShard parent = require(shardId);
        HashKeyRange range = parent.hashKeys();
        HashKeyRange lower = new HashKeyRange(range.first(), at.subtract(BigInteger.ONE));
        HashKeyRange upper = new HashKeyRange(at, range.last());
        parent.close(nextSequence(), clock.millis());
        open(List.of(shardId), lower);
        open(List.of(shardId), upper);
    }

    /** Splits it in the middle; a shard of one key stays as it is. */
    public void splitInHalf(String shardId) {
        HashKeyRange range = require(shardId).hashKeys();
        BigInteger middle = range.first().add(range.last()).add(BigInteger.ONE).shiftRight(1);
        if (middle.compareTo(range.first()) > 0) {
            split(shardId, middle);
        }
    }

    /** Closes two neighbours and opens one in their place. */
    public void merge(String shardId, String adjacentId) {
        StreamShard first = require(shardId);
        StreamShard second = require(adjacentId);
        HashKeyRange a = first.hashKeys();
        HashKeyRange b = second.hashKeys();
        boolean inOrder = a.last().add(BigInteger.ONE).equals(b.first());
        if (!inOrder && !b.last().add(BigInteger.ONE).equals(a.first())) {
            throw new IllegalArgumentException(shardId + " and " + adjacentId + " are no neighbours");
        }
        String end = nextSequence();
        first.close(end, clock.millis());
        second.close(end, clock.millis());
        open(
                List.of(shardId, adjacentId),
                inOrder ? new HashKeyRange(a.first(), b.last()) : new HashKeyRange(b.first(), a.last()));
    }

    private StreamShard require(String shardId) {
        StreamShard shard = shards.get(shardId);
        if (shard == null || !shard.isOpen()) {
            throw new IllegalArgumentException("no open shard " + shardId);
        }
        return shard;
    }

    /** 56 digits, as the service's are. */
    private String nextSequence() {
        sequence++;
        return "49" + String.format("%054d", sequence);
    }
}
