package dev.tidemark.local.chaos;

import dev.tidemark.domain.event.Sequence;
import dev.tidemark.local.platform.Names;
import dev.tidemark.platform.Environment;
import dev.tidemark.platform.StreamMapping;
import dev.tidemark.platform.Table;
import dev.tidemark.serving.tables.TableReader;
import dev.tidemark.simulation.dynamo.SimulatedDynamoDb;
import dev.tidemark.simulation.dynamo.SimulatedTables;
import dev.tidemark.simulation.s3.S3Bucket;
import dev.tidemark.simulation.s3.SimulatedS3;
import dev.tidemark.simulation.timeline.Gate;
import dev.tidemark.window.FunctionServices;
import dev.tidemark.window.FunctionSettings;
import dev.tidemark.window.TickFunction;
import dev.tidemark.window.WindowFunction;
import dev.tidemark.window.exactlyonce.BatchOutcome;
import dev.tidemark.window.exactlyonce.RawRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * The whole log of a stream, applied once more by the window function's own code to empty tables in memory: every shard from
 * its first record to its last, parents before children, one instance that nobody kills, stores that never fail, no batch
 * that comes twice. Then the tick closes what is complete.
 */
public final class CalmPass {

    private static final int READ_LIMIT = 10_000;
    private static final int LARGEST_PAGE = 10_000;

    /** A shard's end shows when its children have heads, so the second tick may close what the first could not. */
    private static final int TICKS = 2;

    private final KinesisClient kinesis;
    private final String stream;
    private final WindowFunction window;
    private final TickFunction tick;
    private final TableReader tables;

    private CalmPass(KinesisClient kinesis, Names names, Path views) {
        this.kinesis = new ReadOnlyLog(kinesis);
        this.stream = names.stream();
        Clock clock = Clock.systemUTC();
        DynamoDbClient dynamoDb = new SimulatedDynamoDb(
                new SimulatedTables(
                        new SimulatedTables.TableSchema(Table.PARTITION_KEY, Table.SORT_KEY, Table.TIME_TO_LIVE),
                        Arrays.stream(Table.values()).map(names::table).toList(),
                        clock,
                        1),
                Gate.STRAIGHT,
                () -> LARGEST_PAGE);
        this.tables = new TableReader(dynamoDb, names::table);
        Map<String, String> environment = new HashMap<>(names.environment());
        environment.put(Environment.VIEWS, views.toString());
        // The tick puts no heartbeats into the log of a recording, and none is wanted here.
        environment.put(Environment.TRUST_RECEIVED_AT, "true");
        FunctionServices services = new FunctionServices(
                dynamoDb,
                this.kinesis,
                new SimulatedS3(new S3Bucket(names.bucket(), List.of(), clock), Gate.STRAIGHT, () -> LARGEST_PAGE),
                clock,
                Runnable::run,
                new FunctionSettings(environment::get));
        this.window = new WindowFunction(services);
        this.tick = new TickFunction(services);
    }

    /**
     * Reads and applies a stream, which nobody writes to meanwhile.
     *
     * @param views file that the platform runs with
     * @return what the tables of the platform should hold
     * @throws IllegalStateException if a record cannot be applied
     */
    public static TableReader over(KinesisClient kinesis, Names names, Path views) {
        CalmPass pass = new CalmPass(kinesis, names, views);
        pass.apply();
        for (int i = 0; i < TICKS; i++) {
            pass.tick.run();
        }
        return pass.tables;
    }

    private void apply() {
        Map<String, Shard> waiting = new LinkedHashMap<>();
        Resharding.shards(kinesis, stream).forEach(shard -> waiting.put(shard.shardId(), shard));
        while (!waiting.isEmpty()) {
            List<Shard> ready = waiting.values().stream()
                    .filter(shard -> parents(shard).noneMatch(waiting::containsKey))
                    .toList();
            for (Shard shard : ready) {
                apply(shard.shardId(), read(shard));
                waiting.remove(shard.shardId());
            }
        }
    }

    private static Stream<String> parents(Shard shard) {
        return Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
                .filter(parent -> parent != null && !parent.isEmpty());
    }

    private void apply(String shardId, List<RawRecord> records) {
        int batchSize = StreamMapping.WINDOW.batchSize();
        for (int from = 0; from < records.size(); from += batchSize) {
            List<RawRecord> batch = records.subList(from, Math.min(records.size(), from + batchSize));
            for (BatchOutcome outcome : window.apply(Map.of(shardId, batch))) {
                if (outcome instanceof BatchOutcome.FailedFrom failed) {
                    throw new IllegalStateException(
                            "the calm pass cannot apply " + shardId + " from " + failed.sequence(), failed.cause());
                }
            }
        }
    }

    /** All records of a shard; of an open one up to the first read that finds nothing. */
    private List<RawRecord> read(Shard shard) {
        boolean closed = shard.sequenceNumberRange().endingSequenceNumber() != null;
        List<RawRecord> log = new ArrayList<>();
        @Nullable
        String iterator = kinesis.getShardIterator(request -> request.streamName(stream)
                        .shardId(shard.shardId())
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        while (iterator != null) {
            String from = iterator;
            GetRecordsResponse response =
                    kinesis.getRecords(request -> request.shardIterator(from).limit(READ_LIMIT));
            response.records().forEach(record -> log.add(raw(record)));
            if (response.records().isEmpty() && !closed) {
                return log;
            }
            iterator = response.nextShardIterator();
        }
        return log;
    }

    private static RawRecord raw(Record record) {
        return new RawRecord(
                Sequence.pad(record.sequenceNumber()),
                record.approximateArrivalTimestamp().toEpochMilli(),
                record.partitionKey(),
                record.data().asByteArray());
    }
}
