package dev.tidemark.simulation.kinesis;

import dev.tidemark.simulation.timeline.Gate;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.MergeShardsRequest;
import software.amazon.awssdk.services.kinesis.model.MergeShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.SplitShardRequest;
import software.amazon.awssdk.services.kinesis.model.SplitShardResponse;

/**
 * A client of a {@link KinesisStream}. A read may find nothing although there is something, as the service's reads do while
 * they walk through gaps; a put may take some of its records and refuse others.
 */
public final class SimulatedKinesis implements KinesisClient {

    private static final int MOST_A_PUT = 500;
    private static final int MOST_RECORD_BYTES = 1 << 20;
    private static final int MOST_A_READ = 10_000;
    private static final long ITERATOR_LIVES_MILLIS = 300_000;

    private final KinesisStream stream;
    private final Gate gate;
    private final IntSupplier listedShards;
    private final BooleanSupplier refusesRecord;
    private final BooleanSupplier readsNothing;

    /**
     * A client.
     *
     * @param gate the way to the service
     * @param listedShards the most shards of the next page of a listing
     * @param refusesRecord whether the next record of a put is refused
     * @param readsNothing whether the next read comes back empty with an iterator to go on from
     */
    public SimulatedKinesis(
            KinesisStream stream,
            Gate gate,
            IntSupplier listedShards,
            BooleanSupplier refusesRecord,
            BooleanSupplier readsNothing) {
        this.stream = stream;
        this.gate = gate;
        this.listedShards = listedShards;
        this.refusesRecord = refusesRecord;
        this.readsNothing = readsNothing;
    }

    /** A client that always gets everything at once. */
    public SimulatedKinesis(KinesisStream stream) {
        this(stream, Gate.STRAIGHT, () -> 1_000, () -> false, () -> false);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    @Override
    public PutRecordsResponse putRecords(PutRecordsRequest request) {
        expectStream(request.streamName());
        return gate.call("kinesis", "PutRecords", () -> {
            if (request.records().isEmpty() || request.records().size() > MOST_A_PUT) {
                throw invalid("1 to " + MOST_A_PUT + " records in a put: "
                        + request.records().size());
            }
            List<PutRecordsResultEntry> results = new ArrayList<>();
            int failed = 0;
            for (PutRecordsRequestEntry entry : request.records()) {
                if (refusesRecord.getAsBoolean()) {
                    failed++;
                    results.add(PutRecordsResultEntry.builder()
                            .errorCode("ProvisionedThroughputExceededException")
                            .errorMessage("Rate exceeded for shard")
                            .build());
                } else {
                    results.add(put(entry));
                }
            }
            return PutRecordsResponse.builder()
                    .failedRecordCount(failed)
                    .records(results)
                    .build();
        });
    }

    private PutRecordsResultEntry put(PutRecordsRequestEntry entry) {
        byte[] data = entry.data().asByteArray();
        if (data.length > MOST_RECORD_BYTES) {
            throw invalid("a record of " + data.length + " bytes");
        }
        StreamShard shard = stream.shardOf(entry.partitionKey(), entry.explicitHashKey());
        StreamRecord record = stream.put(entry.partitionKey(), entry.explicitHashKey(), data);
        return PutRecordsResultEntry.builder()
                .sequenceNumber(record.sequence())
                .shardId(shard.id())
                .build();
    }

    @Override
    public ListShardsResponse listShards(ListShardsRequest request) {
        if (request.shardFilter() != null) {
            throw new UnsupportedOperationException("a filter of shards is not modelled");
        }
        return gate.call("kinesis", "ListShards", () -> {
            String after = request.nextToken();
            if (after == null) {
                expectStream(request.streamName());
            }
            List<Shard> page = new ArrayList<>();
            int most = Math.max(1, listedShards.getAsInt());
            String token = null;
            for (StreamShard shard : stream.shards()) {
                if (after != null && shard.id().compareTo(after) <= 0) {
                    continue;
                }
                if (page.size() == most) {
                    token = page.get(most - 1).shardId();
                    break;
                }
                page.add(listed(shard));
            }
            return ListShardsResponse.builder().shards(page).nextToken(token).build();
        });
    }

    private static Shard listed(StreamShard shard) {
        List<String> parents = shard.parents();
        return Shard.builder()
                .shardId(shard.id())
                .parentShardId(parents.isEmpty() ? null : parents.get(0))
                .adjacentParentShardId(parents.size() < 2 ? null : parents.get(1))
                .hashKeyRange(
                        range -> range.startingHashKey(shard.hashKeys().first().toString())
                                .endingHashKey(shard.hashKeys().last().toString()))
                .sequenceNumberRange(range ->
                        range.startingSequenceNumber(shard.firstSequence()).endingSequenceNumber(shard.lastSequence()))
                .build();
    }

    /** A place in a shard as an iterator's text; {@code after} is empty for the oldest record. */
    private record IteratorPlace(String shardId, String after, long madeMillis) {

        String text() {
            return shardId + "/" + after + "/" + madeMillis;
        }

        static IteratorPlace of(String text) {
            String[] parts = text.split("/", 3);
            return new IteratorPlace(parts[0], parts[1], Long.parseLong(parts[2]));
        }
    }

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
        expectStream(request.streamName());
        return gate.call("kinesis", "GetShardIterator", () -> {
            StreamShard shard = require(request.shardId());
            String after =
                    switch (request.shardIteratorType()) {
                        case TRIM_HORIZON -> "";
                        case AFTER_SEQUENCE_NUMBER -> request.startingSequenceNumber();
                        case AT_SEQUENCE_NUMBER ->
                            new BigInteger(request.startingSequenceNumber())
                                    .subtract(BigInteger.ONE)
                                    .toString();
                        case LATEST -> latest(shard);
                        case AT_TIMESTAMP -> before(shard, request.timestamp());
                        default -> throw invalid("iterator type " + request.shardIteratorTypeAsString());
                    };
            return GetShardIteratorResponse.builder()
                    .shardIterator(new IteratorPlace(shard.id(), after, stream.millis()).text())
                    .build();
        });
    }

    private String latest(StreamShard shard) {
        List<StreamRecord> records = stream.read(shard, null);
        return records.isEmpty() ? "" : records.get(records.size() - 1).sequence();
    }

    private String before(StreamShard shard, Instant at) {
        String after = "";
        for (StreamRecord record : stream.read(shard, null)) {
            if (record.arrivalMillis() >= at.toEpochMilli()) {
                break;
            }
            after = record.sequence();
        }
        return after;
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
        return gate.call("kinesis", "GetRecords", () -> {
            IteratorPlace place = IteratorPlace.of(request.shardIterator());
            if (stream.millis() - place.madeMillis() > ITERATOR_LIVES_MILLIS) {
                throw ExpiredIteratorException.builder()
                        .message("the iterator was made " + place.madeMillis())
                        .statusCode(400)
                        .build();
            }
            StreamShard shard = require(place.shardId());
            List<StreamRecord> rest = stream.read(shard, place.after().isEmpty() ? null : place.after());
            int limit = request.limit() == null ? MOST_A_READ : request.limit();
            List<StreamRecord> given = readsNothing.getAsBoolean()
                    ? List.of()
                    : List.copyOf(rest.subList(0, Math.min(limit, rest.size())));
            boolean end = !shard.isOpen() && given.size() == rest.size();
            String after = given.isEmpty()
                    ? place.after()
                    : given.get(given.size() - 1).sequence();
            return GetRecordsResponse.builder()
                    .records(given.stream().map(SimulatedKinesis::record).toList())
                    .nextShardIterator(end ? null : new IteratorPlace(shard.id(), after, stream.millis()).text())
                    .millisBehindLatest(behind(rest, given))
                    .build();
        });
    }

    private long behind(List<StreamRecord> rest, List<StreamRecord> given) {
        return given.size() == rest.size()
                ? 0
                : stream.millis() - rest.get(given.size()).arrivalMillis();
    }

    private static Record record(StreamRecord record) {
        return Record.builder()
                .sequenceNumber(record.sequence())
                .approximateArrivalTimestamp(Instant.ofEpochMilli(record.arrivalMillis()))
                .partitionKey(record.partitionKey())
                .data(SdkBytes.fromByteArray(record.data()))
                .build();
    }

    @Override
    public SplitShardResponse splitShard(SplitShardRequest request) {
        expectStream(request.streamName());
        return gate.call("kinesis", "SplitShard", () -> {
            stream.split(request.shardToSplit(), new BigInteger(request.newStartingHashKey()));
            return SplitShardResponse.builder().build();
        });
    }

    @Override
    public MergeShardsResponse mergeShards(MergeShardsRequest request) {
        expectStream(request.streamName());
        return gate.call("kinesis", "MergeShards", () -> {
            stream.merge(request.shardToMerge(), request.adjacentShardToMerge());
            return MergeShardsResponse.builder().build();
        });
    }

    private StreamShard require(String shardId) {
        StreamShard shard = stream.shard(shardId);
        if (shard == null) {
            throw ResourceNotFoundException.builder()
                    .message("no shard " + shardId)
                    .statusCode(400)
                    .build();
        }
        return shard;
    }

    private void expectStream(@Nullable String name) {
        if (!stream.name().equals(name)) {
            throw ResourceNotFoundException.builder()
                    .message("no stream " + name)
                    .statusCode(400)
                    .build();
        }
    }

    private static InvalidArgumentException invalid(String message) {
        return InvalidArgumentException.builder()
                .message(message)
                .statusCode(400)
                .build();
    }
}
