package dev.tidemark.window;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordWriter;
import dev.tidemark.local.platform.Checkout;
import dev.tidemark.local.platform.Names;
import dev.tidemark.local.platform.Schema;
import dev.tidemark.local.runtime.emulator.Emulator;
import dev.tidemark.local.runtime.emulator.Emulators;
import dev.tidemark.platform.Environment;
import dev.tidemark.platform.Table;
import dev.tidemark.window.archive.Archiver;
import dev.tidemark.window.close.Closing;
import dev.tidemark.window.close.Publishing;
import dev.tidemark.window.exactlyonce.Journal;
import dev.tidemark.window.shards.ShardSource;
import dev.tidemark.window.store.DynamoTables;
import dev.tidemark.window.store.S3Archive;
import dev.tidemark.window.store.TableArchiveNotes;
import dev.tidemark.window.store.TablePublishing;
import dev.tidemark.window.store.Tables;
import dev.tidemark.window.tick.Changeover;
import dev.tidemark.window.tick.ControlRecords;
import dev.tidemark.window.tick.Tick;
import dev.tidemark.window.versions.Versions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * The function's services on the real emulators: wired as in the function, fed by hand as an event source mapping would,
 * so that a test decides what is delivered when.
 */
final class Emulated implements AutoCloseable {

    private static Emulators shared;
    private static Path directory;
    private static int prefixes;

    final Names names;
    final Versions versions;
    final Journal journal;
    final Publishing publishing;
    final ShardSource shards;
    final Closing closing;
    final Archiver archiver;
    final StreamParts parts;
    private final ExecutorService executor = Executors.newFixedThreadPool(8);
    private final LogRecordWriter writer = new LogRecordWriter();
    private final Map<String, String> positions;
    private WindowHandler windowHandler;

    /** Fresh tables, bucket and stream in emulators that all tests share. */
    Emulated(int shardCount, String viewsYaml, Clock clock) {
        this(new Names("test" + ++prefixes), viewsYaml, clock, new HashMap<>());
        new Schema(names).createStream(emulators().kinesis(), shardCount);
    }

    /** Another deployment on the same stream, tables and bucket, with its own views file; goes on where this one is. */
    Emulated deploy(String viewsYaml, Clock at) {
        return new Emulated(names, viewsYaml, at, positions);
    }

    private Emulated(Names names, String viewsYaml, Clock clock, Map<String, String> positions) {
        this.names = names;
        this.positions = positions;
        Emulators emulators = emulators();
        Schema schema = new Schema(names);
        schema.createTables(emulators.dynamoDb());
        schema.createBucket(emulators.s3());
        FunctionServices services = new FunctionServices(
                emulators.dynamoDb(),
                emulators.kinesis(),
                emulators.s3(),
                clock,
                executor,
                new FunctionSettings(environment(names, viewsYaml)::get));
        // A test's clock may stand in the past, and its items are not to expire.
        Tables tables = new DynamoTables(emulators.dynamoDb(), names::table, Clock.systemUTC());
        parts = StreamParts.of(services, tables);
        versions = parts.versions();
        journal = parts.journal();
        publishing = new TablePublishing(tables);
        shards = parts.shards();
        closing = parts.closing();
        archiver = new Archiver(new S3Archive(emulators.s3(), names.bucket()), new TableArchiveNotes(tables));
        restartInstance();
    }

    private static Map<String, String> environment(Names names, String viewsYaml) {
        Map<String, String> environment = new HashMap<>();
        for (Table table : Table.values()) {
            environment.put(Environment.table(table), names.table(table));
        }
        environment.put(Environment.STREAM, names.stream());
        environment.put(Environment.BUCKET, names.bucket());
        try {
            Path file = Files.createTempFile(directory, "views", ".yaml");
            environment.put(
                    Environment.VIEWS, Files.writeString(file, viewsYaml).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return environment;
    }

    /** A new instance of the function: nothing in memory. */
    void restartInstance() {
        windowHandler = new WindowHandler(new WindowFunction(parts));
    }

    Tick tick(boolean recordedTime) {
        ControlRecords controls = new ControlRecords(emulators().kinesis(), names.stream());
        return new Tick(
                shards,
                parts.lineage(),
                journal,
                controls,
                new Changeover(versions, controls),
                closing,
                versions.deployed().watermark(),
                recordedTime,
                parts.services().clock());
    }

    /** Puts a record into the shard of its device. */
    String put(LogRecord.Events events) {
        return put(events.deviceId(), null, writer.write(events));
    }

    /** Puts a control record into every open shard. */
    void putControl(LogRecord control) {
        shards.shards().stream()
                .filter(shard -> !shard.closed())
                .forEach(shard ->
                        put(Environment.CONTROL_PARTITION_KEY, shard.startingHashKey(), writer.write(control)));
    }

    /** Puts any bytes; answers the shard that took them. */
    String put(String partitionKey, String explicitHashKey, byte[] data) {
        PutRecordResponse response = emulators().kinesis().putRecord(request -> request.streamName(names.stream())
                .partitionKey(partitionKey)
                .explicitHashKey(explicitHashKey)
                .data(SdkBytes.fromByteArray(data)));
        return response.shardId();
    }

    /** Delivers everything new to the window handler, parents before children, in batches of at most so many. */
    void deliverAll(int mostRecords) {
        for (String shard : inOrder()) {
            for (List<Record> batch = next(shard, mostRecords); !batch.isEmpty(); batch = next(shard, mostRecords)) {
                StreamsEventResponse response = deliver(shard, batch);
                if (!response.getBatchItemFailures().isEmpty()) {
                    throw new AssertionError("batch of " + shard + " failed: " + response);
                }
                positions.put(shard, batch.get(batch.size() - 1).sequenceNumber());
            }
        }
    }

    /** Delivers these records, whether or not they were delivered before. */
    StreamsEventResponse deliver(String shard, List<Record> records) {
        return windowHandler.handleRequest(event(shard, records), null);
    }

    /** The next records of a shard, at most so many; {@code deliverAll} moves on, this does not. */
    List<Record> next(String shard, int most) {
        String after = positions.get(shard);
        String iterator = emulators()
                .kinesis()
                .getShardIterator(request -> {
                    request.streamName(names.stream()).shardId(shard);
                    if (after == null) {
                        request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
                    } else {
                        request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                .startingSequenceNumber(after);
                    }
                })
                .shardIterator();
        return emulators()
                .kinesis()
                .getRecords(request -> request.shardIterator(iterator).limit(most))
                .records();
    }

    /** All items of a table, by their keys. */
    List<Map<String, AttributeValue>> items(Table table) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        emulators()
                .dynamoDb()
                .scanPaginator(request -> request.tableName(names.table(table)).consistentRead(true))
                .items()
                .forEach(items::add);
        items.sort(Comparator.comparing((Map<String, AttributeValue> item) ->
                item.get("pk").s() + " " + item.get("sk").s()));
        return items;
    }

    static KinesisEvent event(String shard, List<Record> records) {
        KinesisEvent event = new KinesisEvent();
        event.setRecords(records.stream()
                .map(record -> {
                    KinesisEvent.Record kinesis = new KinesisEvent.Record();
                    kinesis.setData(record.data().asByteBuffer());
                    kinesis.setPartitionKey(record.partitionKey());
                    kinesis.setSequenceNumber(record.sequenceNumber());
                    kinesis.setApproximateArrivalTimestamp(Date.from(record.approximateArrivalTimestamp()));
                    KinesisEvent.KinesisEventRecord eventRecord = new KinesisEvent.KinesisEventRecord();
                    eventRecord.setEventID(shard + ":" + record.sequenceNumber());
                    eventRecord.setKinesis(kinesis);
                    return eventRecord;
                })
                .toList());
        return event;
    }

    private List<String> inOrder() {
        List<String> order = new ArrayList<>();
        var rest = new ArrayList<>(shards.shards());
        while (!rest.isEmpty()) {
            var ready = rest.stream()
                    .filter(shard ->
                            rest.stream().noneMatch(other -> shard.parents().contains(other.id())))
                    .toList();
            ready.forEach(shard -> order.add(shard.id()));
            rest.removeAll(ready);
        }
        return order;
    }

    static synchronized Emulators emulators() {
        if (shared == null) {
            try {
                directory = Files.createTempDirectory("tidemark-test");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            shared = Checkout.find().emulators(directory, EnumSet.allOf(Emulator.class));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                shared.close();
                delete(directory);
            }));
        }
        return shared;
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // The folder is temporary anyway.
            return;
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
