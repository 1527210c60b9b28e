package dev.tidemark.local.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.local.runtime.Names;
import dev.tidemark.local.runtime.Schema;
import dev.tidemark.platform.Table;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

class EmulatorsTest {

    private static final Names NAMES = Names.LOCAL;
    private static final EnumSet<Emulator> ALL = EnumSet.allOf(Emulator.class);

    @Test
    void whatWasWrittenIsThereAfterARestart(@TempDir Path data) {
        try (Emulators emulators = Emulators.start(data, ALL)) {
            createSchema(emulators);
            putItem(emulators, "1");
            putObject(emulators, "a/b.txt", "one");
            putRecord(emulators, "one");
        }
        try (Emulators emulators = Emulators.start(data, ALL)) {
            createSchema(emulators);
            assertThat(item(emulators)).containsEntry("n", AttributeValue.fromN("1"));
            assertThat(object(emulators, "a/b.txt")).isEqualTo("one");
            assertThat(records(emulators)).isEqualTo("one");
        }
    }

    @Test
    void whatWasWrittenIsThereAfterAKill(@TempDir Path data) {
        Emulators first = Emulators.start(data, ALL);
        createSchema(first);
        putItem(first, "2");
        putObject(first, "k", "two");
        putRecord(first, "two");
        first.kill();
        try (Emulators emulators = Emulators.start(data, ALL)) {
            assertThat(item(emulators)).containsEntry("n", AttributeValue.fromN("2"));
            assertThat(object(emulators, "k")).isEqualTo("two");
            assertThat(records(emulators)).isEqualTo("two");
        }
    }

    private static void createSchema(Emulators emulators) {
        Schema schema = new Schema(NAMES);
        schema.createStream(emulators.kinesis(), 1);
        schema.createTables(emulators.dynamoDb());
        schema.createBucket(emulators.s3());
    }

    private static void putItem(Emulators emulators, String number) {
        emulators.dynamoDb().putItem(put -> put.tableName(NAMES.table(Table.CELLS))
                .item(Map.of(
                        "pk", AttributeValue.fromS("p"),
                        "sk", AttributeValue.fromS("s"),
                        "n", AttributeValue.fromN(number))));
    }

    private static Map<String, AttributeValue> item(Emulators emulators) {
        return emulators
                .dynamoDb()
                .getItem(get -> get.tableName(NAMES.table(Table.CELLS))
                        .key(Map.of("pk", AttributeValue.fromS("p"), "sk", AttributeValue.fromS("s"))))
                .item();
    }

    private static void putObject(Emulators emulators, String key, String text) {
        emulators.s3().putObject(put -> put.bucket(NAMES.bucket()).key(key), RequestBody.fromString(text));
    }

    private static String object(Emulators emulators, String key) {
        return emulators
                .s3()
                .getObjectAsBytes(get -> get.bucket(NAMES.bucket()).key(key))
                .asUtf8String();
    }

    private static void putRecord(Emulators emulators, String text) {
        emulators.kinesis().putRecord(put -> put.streamName(NAMES.stream())
                .partitionKey("k")
                .data(SdkBytes.fromUtf8String(text)));
    }

    private static String records(Emulators emulators) {
        String iterator = emulators
                .kinesis()
                .getShardIterator(get -> get.streamName(NAMES.stream())
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
