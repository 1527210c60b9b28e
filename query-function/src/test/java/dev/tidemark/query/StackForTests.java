package dev.tidemark.query;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.domain.view.ViewsParser;
import dev.tidemark.local.platform.Checkout;
import dev.tidemark.local.platform.Names;
import dev.tidemark.local.platform.Schema;
import dev.tidemark.local.runtime.emulator.Emulator;
import dev.tidemark.local.runtime.emulator.Emulators;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.CorrectionIndexItem;
import dev.tidemark.platform.item.CorrectionItem;
import dev.tidemark.platform.item.Interval;
import dev.tidemark.platform.item.MarkKey;
import dev.tidemark.platform.item.MeasureValues;
import dev.tidemark.platform.item.PaneBlock;
import dev.tidemark.platform.item.PaneItem;
import dev.tidemark.platform.item.PublishedRunItem;
import dev.tidemark.platform.item.PublishedWatermarkItem;
import dev.tidemark.platform.item.StoredItem;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * A stack with five windows of two keys on 2026-11-20 from 12:00, each on time with the minute as its count, of which those up to
 * 12:03 are verified and one is corrected; and the report of that day.
 */
public final class StackForTests implements QuarkusTestResourceLifecycleManager {

    static final String KEY = "reader";
    static final String RUN = "20261121T030000Z-00000001";

    private static final String HASH_OF_KEY = "3d0941964aa3ebdcb00ccef58b1bb399f9f898465e9886d5aec7f31090a0fb30";

    private Emulators emulators;

    @Override
    public Map<String, String> start() {
        try {
            Path data = Files.createTempDirectory("query");
            emulators = Checkout.find().emulators(data, EnumSet.allOf(Emulator.class));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Names names = Names.LOCAL;
        Schema schema = new Schema(names);
        schema.createStream(emulators.kinesis(), 1);
        schema.createTables(emulators.dynamoDb());
        schema.createBucket(emulators.s3());
        fill(names);
        System.setProperty("aws.region", "us-east-1");
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
        System.setProperty(
                "aws.endpointUrlKinesis", emulators.endpoint(Emulator.KINESIS).toString());
        System.setProperty(
                "aws.endpointUrlDynamoDB", emulators.endpoint(Emulator.DYNAMODB).toString());
        System.setProperty(
                "aws.endpointUrlDynamoDb", emulators.endpoint(Emulator.DYNAMODB).toString());
        System.setProperty("aws.endpointUrlS3", emulators.endpoint(Emulator.S3).toString());
        Map<String, String> config = new HashMap<>();
        config.put("tidemark.stream", names.stream());
        config.put("tidemark.bucket", names.bucket());
        config.put(
                "tidemark.views",
                Path.of("src/test/resources/views.yaml").toAbsolutePath().toString());
        config.put("tidemark.query-key-hashes", HASH_OF_KEY);
        // However slow the machine is, an emulator is not taken for a store that does not answer.
        config.put("tidemark.patience.attempt", "PT2M");
        config.put("tidemark.patience.call", "PT4M");
        for (Table table : Table.values()) {
            config.put("tidemark.table." + table.name().toLowerCase(Locale.ROOT), names.table(table));
        }
        return config;
    }

    private void fill(Names names) {
        View view = view();
        for (int minute = 0; minute < 5; minute++) {
            for (String key : new String[] {"a", "b"}) {
                Interval window = new Interval(at(minute), at(minute + 1));
                MeasureValues values = values(minute + 1);
                put(
                        names,
                        new PaneItem(
                                view.id(),
                                PaneBlock.of(view, at(minute), key),
                                window,
                                new MarkKey(at(minute + 1), key),
                                "ON_TIME",
                                0,
                                values,
                                values,
                                Map.of()));
            }
        }
        put(names, new PublishedWatermarkItem(TimeDomain.EVENT, at(14)));
        put(
                names,
                new CorrectionItem(
                        view.id(), "2026-11-20", RUN, new Interval(at(1), at(2)), "a", Optional.of(values(99))));
        put(names, new CorrectionIndexItem(RUN, view.id(), "2026-11", Map.of("2026-11-20", RUN), OptionalLong.empty()));
        put(names, new PublishedRunItem(RUN, at(0), Map.of(view.id(), at(3))));
        putReport(names, "2025-01-01", RUN, "summary.json");
        putReport(names, "2025-01-01", RUN, "windows.csv");
        putReport(names, "2025-03-01", RUN, "summary.json");
        putReport(names, "2026-11-20", RUN, "summary.json");
        // Of runs that stopped before they were published.
        putReport(names, "2026-11-20", "20261122T033000Z-00000000", "summary.json");
        putReport(names, "2026-11-21", "20261122T033000Z-00000000", "summary.json");
    }

    private void putReport(Names names, String day, String run, String file) {
        emulators
                .s3()
                .putObject(
                        put -> put.bucket(names.bucket()).key("batch/days/" + day + "/" + run + "/" + file),
                        RequestBody.fromString("{\"verdict\":\"pass\"}"));
    }

    private static View view() {
        try {
            return ViewsParser.parse(Files.readString(Path.of("src/test/resources/views.yaml")), "views.yaml")
                    .views()
                    .get(0);
        } catch (IOException | ViewsException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MeasureValues values(long count) {
        BigDecimal one = BigDecimal.ONE;
        return new MeasureValues(count, count, BigDecimal.valueOf(count), one, one);
    }

    private static long at(int minute) {
        return IsoInstant.parse("2026-11-20T12:%02d:00Z".formatted(minute));
    }

    private void put(Names names, StoredItem item) {
        emulators.dynamoDb().putItem(request -> request.tableName(
                        names.table(item.codec().table()))
                .item(item.attributes()));
    }

    @Override
    public void stop() {
        if (emulators != null) {
            emulators.close();
        }
    }
}
