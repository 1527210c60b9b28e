package dev.tidemark.local.runtime.mapping;

import dev.tidemark.local.runtime.Built;
import dev.tidemark.local.runtime.emulator.Emulator;
import dev.tidemark.local.runtime.emulator.Emulators;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** A stream for each test on emulators for the class, and mappings from it to a function that is a few lines of the test. */
abstract class StreamTest {

    static final Duration SOON = Duration.ofSeconds(20);
    static final String BUCKET = "failed";

    private static final AtomicInteger STREAMS = new AtomicInteger();

    @TempDir
    private static Path data;

    static Emulators emulators;

    @TempDir
    private Path checkpoints;

    String stream;

    @BeforeAll
    static void startEmulators() {
        emulators = Emulators.start(Built.PARTS, data, EnumSet.of(Emulator.KINESIS, Emulator.S3));
        emulators.s3().createBucket(create -> create.bucket(BUCKET));
    }

    @AfterAll
    static void stopEmulators() {
        emulators.close();
    }

    @BeforeEach
    void nameStream() {
        stream = "stream-" + STREAMS.incrementAndGet();
    }

    EventSourceMapping start(FakeFunction function) {
        return start(function, spec(), Clock.systemUTC());
    }

    EventSourceMapping start(FakeFunction function, UnaryOperator<MappingSpec> change) {
        return start(function, change.apply(spec()), Clock.systemUTC());
    }

    EventSourceMapping start(FakeFunction function, Cutting cutting) {
        return EventSourceMapping.start(
                spec(),
                emulators.kinesis(),
                emulators.s3(),
                function,
                new EventSourceMapping.Options(checkpoints, true, cutting, Clock.systemUTC()));
    }

    EventSourceMapping start(FakeFunction function, MappingSpec spec, Clock clock) {
        return EventSourceMapping.start(
                spec,
                emulators.kinesis(),
                emulators.s3(),
                function,
                new EventSourceMapping.Options(checkpoints, true, clock));
    }

    MappingSpec spec() {
        return MappingSpec.of("test", "arn:aws:lambda:us-east-1:000000000000:function:test", stream, arn());
    }

    String arn() {
        return "arn:aws:kinesis:us-east-1:000000000000:stream/" + stream;
    }

    void createStream(int shards) throws InterruptedException {
        emulators.kinesis().createStream(create -> create.streamName(stream).shardCount(shards));
        awaitActive();
    }

    void awaitActive() throws InterruptedException {
        while (!emulators
                .kinesis()
                .describeStreamSummary(describe -> describe.streamName(stream))
                .streamDescriptionSummary()
                .streamStatusAsString()
                .equals("ACTIVE")) {
            Thread.sleep(10);
        }
    }

    void put(String key, String text) {
        emulators
                .kinesis()
                .putRecord(put -> put.streamName(stream).partitionKey(key).data(SdkBytes.fromUtf8String(text)));
    }

    /** One call, so that a reader cannot come between. */
    void putAll(String... texts) {
        List<PutRecordsRequestEntry> entries = List.of(texts).stream()
                .map(text -> PutRecordsRequestEntry.builder()
                        .partitionKey("key")
                        .data(SdkBytes.fromUtf8String(text))
                        .build())
                .toList();
        emulators.kinesis().putRecords(put -> put.streamName(stream).records(entries));
    }
}
