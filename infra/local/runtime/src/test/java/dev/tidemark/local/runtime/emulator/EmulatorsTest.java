package dev.tidemark.local.runtime.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.local.runtime.Built;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

class EmulatorsTest {

    private static final String TABLE = "things";
    private static final String BUCKET = "files";
    private static final String STREAM = "records";
    private static final EnumSet<Emulator> ALL = EnumSet.allOf(Emulator.class);

    @Test
    void whatWasWrittenIsThereAfterARestart(@TempDir Path data) {
        try (Emulators emulators = Emulators.start(Built.PARTS, data, ALL)) {
            createSchema(emulators);
            putItem(emulators, "1");
            putObject(emulators, "a/b.txt", "one");
            putRecord(emulators, "one");
        }
        try (Emulators emulators = Emulators.start(Built.PARTS, data, ALL)) {
            assertThat(item(emulators)).containsEntry("n", AttributeValue.fromN("1"));
            assertThat(object(emulators, "a/b.txt")).isEqualTo("one");
            assertThat(records(emulators)).isEqualTo("one");
        }
    }

    @Test
    void whatWasWrittenIsThereAfterAKill(@TempDir Path data) {
        Emulators first = Emulators.start(Built.PARTS, data, ALL);
        createSchema(first);
        putItem(first, "2");
        putObject(first, "k", "two");
        putRecord(first, "two");
        first.kill();
        try (Emulators emulators = Emulators.start(Built.PARTS, data, ALL)) {
            assertThat(item(emulators)).containsEntry("n", AttributeValue.fromN("2"));
            assertThat(object(emulators, "k")).isEqualTo("two");
            assertThat(records(emulators)).isEqualTo("two");
        }
    }

    /** A supervisor and a terminal signal the whole process group; who started the emulators decides when they end. */
    @Test
    void aSignalToTheProcessesIsLeftToTheirParent(@TempDir Path data) throws Exception {
        try (Emulators emulators = Emulators.start(Built.PARTS, data, ALL)) {
            createSchema(emulators);
            List<ProcessHandle> processes = ProcessHandle.current().children().toList();
            assertThat(processes).hasSize(2);
            for (String signal : List.of("TERM", "INT", "HUP")) {
                for (ProcessHandle process : processes) {
                    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                            .start()
                            .waitFor();
                }
            }
            putItem(emulators, "3");
            putObject(emulators, "k", "three");
            putRecord(emulators, "three");
            assertThat(records(emulators)).isEqualTo("three");
            assertThat(emulators.lost()).isNotDone();
        }
        assertThat(ProcessHandle.current().children()).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void aProcessThatEndsOfItselfIsToldInOneLine(@TempDir Path data) throws Exception {
        try (Emulators emulators = Emulators.start(Built.PARTS, data, EnumSet.of(Emulator.KINESIS))) {
            ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
            String lost = emulators.lost().get(20, TimeUnit.SECONDS);
            assertThat(lost.lines()).singleElement().asString().contains("kinesis", "137", "logs", "start again");
        }
    }

    private static void createSchema(Emulators emulators) {
        emulators.s3().createBucket(create -> create.bucket(BUCKET));
        emulators.kinesis().createStream(create -> create.streamName(STREAM).shardCount(1));
        emulators.kinesis().waiter().waitUntilStreamExists(describe -> describe.streamName(STREAM));
        emulators.dynamoDb().createTable(create -> create.tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
                .attributeDefinitions(text("pk"), text("sk")));
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static void putItem(Emulators emulators, String number) {
        emulators.dynamoDb().putItem(put -> put.tableName(TABLE)
                .item(Map.of(
                        "pk", AttributeValue.fromS("p"),
                        "sk", AttributeValue.fromS("s"),
                        "n", AttributeValue.fromN(number))));
    }

    private static Map<String, AttributeValue> item(Emulators emulators) {
        return emulators
                .dynamoDb()
                .getItem(get -> get.tableName(TABLE)
                        .key(Map.of("pk", AttributeValue.fromS("p"), "sk", AttributeValue.fromS("s"))))
                .item();
    }

    private static void putObject(Emulators emulators, String key, String text) {
        emulators.s3().putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromString(text));
    }

    private static String object(Emulators emulators, String key) {
        return emulators
                .s3()
                .getObjectAsBytes(get -> get.bucket(BUCKET).key(key))
                .asUtf8String();
    }

    private static void putRecord(Emulators emulators, String text) {
        emulators
                .kinesis()
                .putRecord(put -> put.streamName(STREAM).partitionKey("k").data(SdkBytes.fromUtf8String(text)));
    }

    private static String records(Emulators emulators) {
        String iterator = emulators
                .kinesis()
                .getShardIterator(get -> get.streamName(STREAM)
                        .shardId("shardId-000000000000")
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        return emulators
                .kinesis()
                .getRecords(get -> get.shardIterator(iterator))
                .records()
                .get(0)
                .data()
                .asUtf8String();
    }
}
