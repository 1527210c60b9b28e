package dev.tidemark.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.local.runtime.RuntimeParts;
import dev.tidemark.local.runtime.emulator.Emulator;
import dev.tidemark.local.runtime.emulator.Emulators;
import dev.tidemark.simulation.dynamo.SimulatedDynamoDb;
import dev.tidemark.simulation.dynamo.SimulatedTables;
import dev.tidemark.simulation.kinesis.KinesisStream;
import dev.tidemark.simulation.kinesis.SimulatedKinesis;
import dev.tidemark.simulation.s3.S3Bucket;
import dev.tidemark.simulation.s3.SimulatedS3;
import dev.tidemark.simulation.timeline.Gate;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The same calls to the services in memory and to the emulators: the same answers. */
class ConformanceTest {

    @TempDir
    static Path directory;

    private static Emulators emulators;

    @BeforeAll
    static void start() {
        emulators = Emulators.start(
                new RuntimeParts(Path.of("../infra/local/runtime")), directory, EnumSet.allOf(Emulator.class));
    }

    @AfterAll
    static void stop() {
        emulators.close();
    }

    @Test
    void conditionsUpdatesAndQueriesAnswerAsDynamoDbLocalDoes() {
        emulators.dynamoDb().createTable(create -> create.tableName("items")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key -> key.attributeName("pk").keyType(KeyType.HASH), key -> key.attributeName("sk")
                        .keyType(KeyType.RANGE))
                .attributeDefinitions(
                        a -> a.attributeName("pk").attributeType(ScalarAttributeType.S),
                        a -> a.attributeName("sk").attributeType(ScalarAttributeType.S)));
        DynamoDbClient simulated = new SimulatedDynamoDb(
                new SimulatedTables(
                        new SimulatedTables.TableSchema("pk", "sk", "ttl"), List.of("items"), Clock.systemUTC(), 1),
                Gate.STRAIGHT,
                () -> 3);
        Random ours = new Random(17);
        Random theirs = new Random(17);
        for (int i = 0; i < 400; i++) {
            String simulation = dynamoStep(simulated, ours);
            String emulator = dynamoStep(emulators.dynamoDb(), theirs);
            assertThat(simulation).as("step " + i).isEqualTo(emulator);
        }
    }

    /** One call, chosen by chance; what it answers as text. */
    private static String dynamoStep(DynamoDbClient dynamo, Random random) {
        Map<String, AttributeValue> key = Map.of("pk", text("p" + random.nextInt(2)), "sk", sortKey(random));
        Map<String, AttributeValue> item = new HashMap<>(key);
        item.put(
                "n",
                AttributeValue.fromN(
                        List.of("1", "2.50", "-3", "0.000001", "100", "0").get(random.nextInt(6))));
        item.put("seq", text("s" + random.nextInt(3)));
        item.put("deep", AttributeValue.fromM(Map.of("l", AttributeValue.fromL(List.of(text("x"), item.get("n"))))));
        AttributeValue expected = text("s" + random.nextInt(3));
        AttributeValue number = AttributeValue.fromN(Integer.toString(random.nextInt(4) - 1));
        int kind = random.nextInt(14);
        return kind + ": "
                + answer(() -> switch (kind) {
                    case 0 -> dynamo.putItem(put -> put.tableName("items").item(item));
                    case 1 ->
                        dynamo.putItem(put -> put.tableName("items")
                                .item(item)
                                .conditionExpression("attribute_not_exists(pk)")
                                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
                    case 2 ->
                        dynamo.putItem(put -> put.tableName("items")
                                .item(item)
                                .conditionExpression("seq = :e AND attribute_not_exists(ended)")
                                .expressionAttributeValues(Map.of(":e", expected))
                                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
                    case 3 ->
                        dynamo.updateItem(update -> update.tableName("items")
                                .key(key)
                                .updateExpression("SET n = :n, #s = :s")
                                .conditionExpression("attribute_not_exists(n) OR n < :n")
                                .expressionAttributeNames(Map.of("#s", "seq"))
                                .expressionAttributeValues(Map.of(":n", number, ":s", expected)));
                    case 4 ->
                        dynamo.updateItem(update -> update.tableName("items")
                                .key(key)
                                .updateExpression("SET ended = :y")
                                .conditionExpression("attribute_exists(pk) AND (seq = :a OR n BETWEEN :n AND :m)")
                                .expressionAttributeValues(Map.of(
                                        ":y",
                                        AttributeValue.fromBool(true),
                                        ":a",
                                        expected,
                                        ":n",
                                        number,
                                        ":m",
                                        AttributeValue.fromN("3"))));
                    case 5 ->
                        dynamo.deleteItem(delete -> delete.tableName("items").key(key));
                    case 6 ->
                        plain(dynamo.getItem(
                                        get -> get.tableName("items").key(key).consistentRead(true))
                                .item());
                    case 7 -> queried(dynamo, "pk = :p", Map.of(":p", key.get("pk")), random.nextBoolean());
                    case 8 ->
                        queried(
                                dynamo,
                                "pk = :p AND sk BETWEEN :a AND :b",
                                Map.of(":p", key.get("pk"), ":a", text("a"), ":b", key.get("sk")),
                                random.nextBoolean());
                    case 9 ->
                        queried(
                                dynamo,
                                "pk = :p AND sk >= :a",
                                Map.of(":p", key.get("pk"), ":a", key.get("sk")),
                                random.nextBoolean());
                    case 10 ->
                        queried(
                                dynamo,
                                "pk = :p AND begins_with(sk, :a)",
                                Map.of(":p", key.get("pk"), ":a", text("a")),
                                true);
                    case 11 ->
                        dynamo.batchWriteItem(batch -> batch.requestItems(Map.of(
                                "items",
                                List.of(
                                        WriteRequest.builder()
                                                .putRequest(PutRequest.builder()
                                                        .item(item)
                                                        .build())
                                                .build(),
                                        WriteRequest.builder()
                                                .deleteRequest(delete ->
                                                        delete.key(Map.of("pk", text("p0"), "sk", sortKey(random))))
                                                .build()))));
                    case 12 ->
                        // In an order that is nobody's: which partition comes first says nothing.
                        dynamo
                                .scanPaginator(scan -> scan.tableName("items")
                                        .consistentRead(true)
                                        .filterExpression("begins_with(#pk, :p)")
                                        .expressionAttributeNames(Map.of("#pk", "pk"))
                                        .expressionAttributeValues(Map.of(":p", key.get("pk"))))
                                .items()
                                .stream()
                                .map(found -> plain(found).toString())
                                .sorted()
                                .toList();
                    default ->
                        dynamo.putItem(put -> put.tableName("items")
                                .item(item)
                                .conditionExpression("seq <> :e")
                                .expressionAttributeValues(Map.of(":e", expected, ":unused", expected)));
                });
    }

    /** Sort keys with everything that decides their order: prefixes, umlauts, pairs of surrogates, private characters. */
    private static AttributeValue sortKey(Random random) {
        return text(List.of("a", "a#", "a$", "b", "ä", "\uFFFD", "\uD83D\uDE00", "z")
                .get(random.nextInt(8)));
    }

    private static List<Map<String, Object>> queried(
            DynamoDbClient dynamo, String condition, Map<String, AttributeValue> values, boolean forward) {
        return dynamo
                .queryPaginator(query -> query.tableName("items")
                        .consistentRead(true)
                        .scanIndexForward(forward)
                        .keyConditionExpression(condition)
                        .expressionAttributeValues(values))
                .items()
                .stream()
                .map(ConformanceTest::plain)
                .toList();
    }

    private static Map<String, Object> plain(Map<String, AttributeValue> item) {
        Map<String, Object> plain = new TreeMap<>();
        item.forEach((name, value) -> plain.put(name, plain(value)));
        return plain;
    }

    /** Numbers by what they are worth: the emulator keeps the trailing zeros of nested ones, the service does not. */
    private static Object plain(AttributeValue value) {
        return switch (value.type()) {
            case M -> plain(value.m());
            case L -> value.l().stream().map(ConformanceTest::plain).toList();
            case N -> new BigDecimal(value.n()).stripTrailingZeros().toPlainString();
            default -> value.toString();
        };
    }

    private static String answer(Supplier<Object> call) {
        try {
            Object answer = call.get();
            return answer instanceof List<?> || answer instanceof Map<?, ?> ? answer.toString() : "done";
        } catch (ConditionalCheckFailedException e) {
            return "refused, there is " + (e.hasItem() ? plain(e.item()) : "nothing to tell");
        } catch (DynamoDbException e) {
            return e.awsErrorDetails().errorCode();
        }
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    @Test
    void shardsSplitAndMergeAndAreReadToTheirEndAsInTheEmulator() throws InterruptedException {
        emulators.kinesis().createStream(create -> create.streamName("s").shardCount(2));
        waitUntilActive();
        KinesisClient simulated =
                new SimulatedKinesis(new KinesisStream("s", 2, Duration.ofHours(24), Clock.systemUTC(), false));

        assertThat(script(simulated, () -> {}))
                .isEqualTo(script(emulators.kinesis(), ConformanceTest::waitUntilActive));
    }

    /** Puts, splits, puts, merges, puts, and reads every shard to its end. */
    private static List<String> script(KinesisClient kinesis, Runnable settled) {
        List<String> said = new ArrayList<>();
        put(kinesis, "first");
        kinesis.splitShard(split -> split.streamName("s")
                .shardToSplit("shardId-000000000000")
                .newStartingHashKey(BigInteger.ONE.shiftLeft(126).toString()));
        settled.run();
        put(kinesis, "second");
        kinesis.mergeShards(merge -> merge.streamName("s")
                .shardToMerge("shardId-000000000003")
                .adjacentShardToMerge("shardId-000000000001"));
        settled.run();
        put(kinesis, "third");
        for (Shard shard : kinesis.listShards(list -> list.streamName("s")).shards()) {
            said.add(shard.shardId() + " of " + shard.parentShardId() + " and " + shard.adjacentParentShardId() + " "
                    + shard.hashKeyRange()
                    + (shard.sequenceNumberRange().endingSequenceNumber() == null ? " open" : " closed"));
            said.addAll(read(kinesis, shard));
        }
        return said;
    }

    private static void put(KinesisClient kinesis, String what) {
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            entries.add(PutRecordsRequestEntry.builder()
                    .partitionKey("device-" + i)
                    .data(SdkBytes.fromUtf8String(what + i))
                    .build());
        }
        entries.add(PutRecordsRequestEntry.builder()
                .partitionKey("control")
                .explicitHashKey("0")
                .data(SdkBytes.fromUtf8String(what + " control"))
                .build());
        assertThat(kinesis.putRecords(put -> put.streamName("s").records(entries))
                        .failedRecordCount())
                .isZero();
    }

    private static List<String> read(KinesisClient kinesis, Shard shard) {
        List<String> records = new ArrayList<>();
        String last = null;
        String iterator = kinesis.getShardIterator(get ->
                        get.streamName("s").shardId(shard.shardId()).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        boolean open = shard.sequenceNumberRange().endingSequenceNumber() == null;
        for (int reads = 0; iterator != null && (!open || reads < 12); reads++) {
            String from = iterator;
            GetRecordsResponse page =
                    kinesis.getRecords(get -> get.shardIterator(from).limit(5));
            page.records()
                    .forEach(record -> records.add(
                            record.partitionKey() + "=" + record.data().asUtf8String()));
            last = page.records().isEmpty()
                    ? last
                    : page.records().get(page.records().size() - 1).sequenceNumber();
            iterator = page.nextShardIterator();
        }
        records.add(iterator == null ? "at its end" : "goes on");
        if (last != null) {
            String after = last;
            String behind = kinesis.getShardIterator(get -> get.streamName("s")
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                            .startingSequenceNumber(after))
                    .shardIterator();
            GetRecordsResponse page =
                    kinesis.getRecords(get -> get.shardIterator(behind).limit(1));
            records.add(
                    page.records().size() + " after the last, " + (page.nextShardIterator() == null ? "end" : "open"));
        }
        return records;
    }

    private static void waitUntilActive() {
        emulators.kinesis().waiter().waitUntilStreamExists(describe -> describe.streamName("s"));
    }

    @Test
    void objectsAreListedAndReadAsInTheEmulator() {
        emulators.s3().createBucket(create -> create.bucket("objects"));
        S3Client simulated =
                new SimulatedS3(new S3Bucket("objects", List.of(), Clock.systemUTC()), Gate.STRAIGHT, () -> 2);

        assertThat(script(simulated)).isEqualTo(script(emulators.s3()));
    }

    private static List<String> script(S3Client s3) {
        List<String> said = new ArrayList<>();
        for (String key : List.of("a/1", "a/2", "a/3", "a/1x", "b/1")) {
            s3.putObject(put -> put.bucket("objects").key(key), RequestBody.fromString("of " + key));
        }
        s3.putObject(put -> put.bucket("objects").key("a/2"), RequestBody.fromString("again"));
        s3.deleteObject(delete -> delete.bucket("objects").key("a/3"));
        s3.deleteObject(delete -> delete.bucket("objects").key("never there"));
        s3.listObjectsV2Paginator(list -> list.bucket("objects").prefix("a/")).contents().stream()
                .map(S3Object::key)
                .forEach(said::add);
        said.add(s3.getObjectAsBytes(get -> get.bucket("objects").key("a/2")).asUtf8String());
        said.add(s3.getObjectAsBytes(get -> get.bucket("objects").key("a/1").range("bytes=1-3"))
                .asUtf8String());
        said.add(s3.getObjectAsBytes(get -> get.bucket("objects").key("a/1").range("bytes=-2"))
                .asUtf8String());
        try {
            s3.getObjectAsBytes(get -> get.bucket("objects").key("a/3"));
            said.add("there");
        } catch (NoSuchKeyException e) {
            said.add("no such key");
        }
        return said;
    }
}
