package dev.tidemark.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordWriter;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.event.TimeQuality;
import dev.tidemark.local.platform.Names;
import dev.tidemark.platform.Environment;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.CellItem;
import dev.tidemark.platform.item.MeasureValues;
import dev.tidemark.serving.tables.TableReader;
import dev.tidemark.simulation.dynamo.SimulatedDynamoDb;
import dev.tidemark.simulation.dynamo.SimulatedTables;
import dev.tidemark.simulation.kinesis.KinesisStream;
import dev.tidemark.simulation.kinesis.SimulatedKinesis;
import dev.tidemark.simulation.kinesis.StreamRecord;
import dev.tidemark.simulation.kinesis.StreamShard;
import dev.tidemark.simulation.s3.S3Bucket;
import dev.tidemark.simulation.s3.SimulatedS3;
import dev.tidemark.simulation.timeline.Gate;
import dev.tidemark.window.FunctionServices;
import dev.tidemark.window.FunctionSettings;
import dev.tidemark.window.TickFunction;
import dev.tidemark.window.WindowFunction;
import dev.tidemark.window.exactlyonce.RawRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A platform that got its batches in pieces and twice holds what a calm pass gives; what it should not hold is named. */
class CalmPassTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT5S, heartbeatEvery: PT1M, idleBound: PT10S}
            deduplicateFor: PT1H
            views:
              - name: per-device
                key: deviceId
                window: {fixed: PT1M}
                aggregates: [count, sum, {distinct: deviceId}]
                allowedLateness: PT1M
                latePaneEvery: PT1M
              - name: sessions
                key: deviceId
                window: {session: PT1M}
                aggregates: [count]
            """;
    private static final long NOON = IsoInstant.parse("2026-11-22T12:00:00.000Z");
    private static final Names NAMES = Names.LOCAL;

    @TempDir
    private Path temp;

    private final Clock clock = Clock.fixed(Instant.parse("2026-11-22T13:00:00Z"), ZoneOffset.UTC);
    private final KinesisStream stream = new KinesisStream(NAMES.stream(), 2, Duration.ofDays(1), clock, true);
    private final SimulatedKinesis kinesis = new SimulatedKinesis(stream);
    private final SimulatedDynamoDb dynamoDb = new SimulatedDynamoDb(
            new SimulatedTables(
                    new SimulatedTables.TableSchema(Table.PARTITION_KEY, Table.SORT_KEY, Table.TIME_TO_LIVE),
                    Arrays.stream(Table.values()).map(NAMES::table).toList(),
                    clock,
                    1),
            Gate.STRAIGHT,
            () -> 100);
    private final TableReader tables = new TableReader(dynamoDb, NAMES::table);
    private Path views;

    @BeforeEach
    void aPlatformWithASplitBehindIt() throws Exception {
        views = Files.writeString(temp.resolve("views.yaml"), VIEWS);
        LogRecordWriter writer = new LogRecordWriter();
        for (int second = 0; second < 300; second++) {
            if (second == 150) {
                stream.splitInHalf(stream.openShards().get(0).id());
            }
            String device = "phone-" + second % 7;
            stream.put(device, null, writer.write(event(device, second)));
        }
        stream.put("phone-1", null, "no record".getBytes(StandardCharsets.UTF_8));
        for (StreamShard shard : stream.openShards()) {
            stream.put(
                    Environment.CONTROL_PARTITION_KEY,
                    shard.hashKeys().first().toString(),
                    writer.write(new LogRecord.Watermark(NOON + 3_600_000)));
        }
        apply();
    }

    @Test
    void aPlatformThatCountedEachRecordOnceIsEqual() {
        Comparison comparison = compare();

        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.cells()).isGreaterThan(70);
        assertThat(comparison.heads()).isEqualTo(4);
        assertThat(comparison.panes())
                .as("five minutes and a session of seven phones")
                .isEqualTo(42);
    }

    @Test
    void aCellThatCountedARecordTwiceIsNamed() {
        CellItem cell = tables.scan(CellItem.CODEC)
                .filter(each -> each.viewId().startsWith("per-device@"))
                .findFirst()
                .orElseThrow();
        MeasureValues values = cell.values();
        CellItem twice = new CellItem(
                cell.viewId(),
                cell.sliceStartMillis(),
                cell.shardId(),
                cell.at(),
                cell.sequence(),
                new MeasureValues(
                        values.count() + 1,
                        values.valued(),
                        values.sum(),
                        values.min(),
                        values.max(),
                        values.first(),
                        values.last()),
                cell.sketches());
        dynamoDb.putItem(request -> request.tableName(NAMES.table(Table.CELLS)).item(twice.attributes()));

        assertThat(compare().differences())
                .singleElement()
                .asString()
                .startsWith("cell ")
                .contains("count is " + (values.count() + 1) + " and should be " + values.count());
    }

    private Comparison compare() {
        return Comparison.of(CalmPass.over(kinesis, NAMES, views), tables);
    }

    /** Batches of seven, each of them sent twice. */
    private void apply() {
        Map<String, String> environment = new HashMap<>(NAMES.environment());
        environment.put(Environment.VIEWS, views.toString());
        environment.put(Environment.TRUST_RECEIVED_AT, "true");
        FunctionServices services = new FunctionServices(
                dynamoDb,
                kinesis,
                new SimulatedS3(new S3Bucket(NAMES.bucket(), List.of(), clock), Gate.STRAIGHT, () -> 100),
                clock,
                Runnable::run,
                new FunctionSettings(environment::get));
        WindowFunction window = new WindowFunction(services);
        for (StreamShard shard : stream.everyShard()) {
            List<RawRecord> records =
                    stream.history(shard).stream().map(CalmPassTest::raw).toList();
            for (int from = 0; from < records.size(); from += 7) {
                List<RawRecord> batch = records.subList(from, Math.min(records.size(), from + 7));
                window.apply(Map.of(shard.id(), batch));
                window.apply(Map.of(shard.id(), batch));
            }
        }
        TickFunction tick = new TickFunction(services);
        tick.run();
        tick.run();
    }

    private static RawRecord raw(StreamRecord record) {
        return new RawRecord(
                Sequence.pad(record.sequence()), record.arrivalMillis(), record.partitionKey(), record.data());
    }

    /** Every twentieth event of the recording comes a second time, a minute later. */
    private static LogRecord.Events event(String device, int second) {
        long at = NOON + second * 1_000L;
        int id = second % 20 == 0 && second >= 60 ? second - 60 : second;
        LoggedEvent event = new LoggedEvent(
                "e" + id,
                "position",
                IsoInstant.format(at),
                new EventTime(at, TimeQuality.UNCORRECTED),
                Micros.parse("1.5"),
                Map.of());
        return new LogRecord.Events(
                device, at, "r" + second, List.of(new LoggedEnvelope(null, null, ClockOffset.none(), List.of(event))));
    }
}
