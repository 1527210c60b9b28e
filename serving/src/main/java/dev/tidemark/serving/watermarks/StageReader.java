package dev.tidemark.serving.watermarks;

import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordReader;
import dev.tidemark.domain.event.MalformedRecordException;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.watermark.ShardTime;
import dev.tidemark.domain.watermark.StageReading;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.ArchiveHeadItem;
import dev.tidemark.platform.item.HeadItem;
import dev.tidemark.platform.item.PublishedRunItem;
import dev.tidemark.platform.item.PublishedWatermarkItem;
import dev.tidemark.platform.item.ShardClocks;
import dev.tidemark.platform.item.StepItem;
import dev.tidemark.serving.tables.TableReader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * Reads how far every stage is. From the end of the pipeline to its beginning, as {@link StageReading} asks: what is
 * verified, what is archived, what is published, the heads, and last the records that no head has applied yet.
 */
public final class StageReader {

    private static final int READ_LIMIT = 10_000;

    private final TableReader tables;
    private final KinesisClient kinesis;
    private final String stream;
    private final Views views;
    private final LogRecordReader records = new LogRecordReader(Set.of());

    /** @param names the tables' names in this stack */
    public StageReader(
            DynamoDbClient dynamoDb, KinesisClient kinesis, Function<Table, String> names, String stream, Views views) {
        this.tables = new TableReader(dynamoDb, names);
        this.kinesis = kinesis;
        this.stream = stream;
        this.views = views;
    }

    /** A shard's head, and the watermarks at its last record that the archive has as well, where those are known. */
    private record Head(
            String sequence,
            List<String> parents,
            boolean ended,
            ShardTime time,
            @Nullable Watermarks archived) {}

    /** Takes a reading. */
    public StageReading read() {
        Map<TimeDomain, List<Long>> verified = verified();
        Map<String, String> archived = new TreeMap<>();
        tables.query(ArchiveHeadItem.all()).forEach(head -> archived.put(head.shardId(), head.sequence()));
        Watermarks published = new Watermarks(published(TimeDomain.EVENT), published(TimeDomain.RECEIVED));
        Map<String, Head> heads = new LinkedHashMap<>();
        tables.query(HeadItem.all())
                .forEach(item ->
                        heads.put(item.shardId(), head(item, archived.getOrDefault(item.shardId(), Sequence.NONE))));
        List<StageReading.StageShard> shards = new ArrayList<>();
        for (Shard listed : listed()) {
            Head head = heads.remove(listed.shardId());
            shards.add(new StageReading.StageShard(
                    listed.shardId(),
                    parents(listed),
                    listed.sequenceNumberRange().endingSequenceNumber() != null,
                    head != null && head.ended() ? Watermarks.UNKNOWN : said(listed, head),
                    head == null ? null : head.time(),
                    head != null && head.ended(),
                    head == null ? null : head.archived()));
        }
        // Shards that the stream has forgotten and the journal has not.
        heads.forEach((shard, head) -> shards.add(new StageReading.StageShard(
                shard, head.parents(), true, Watermarks.UNKNOWN, head.time(), head.ended(), head.archived())));
        return new StageReading(shards, published, verified);
    }

    private Map<TimeDomain, List<Long>> verified() {
        Map<String, Long> through = tables.read(PublishedRunItem.key())
                .map(PublishedRunItem::verifiedThrough)
                .orElse(Map.of());
        Map<TimeDomain, List<Long>> verified = new EnumMap<>(TimeDomain.class);
        for (View view : views.views()) {
            verified.computeIfAbsent(view.time(), any -> new ArrayList<>())
                    .add(through.getOrDefault(view.id(), Watermarks.UNKNOWN));
        }
        return verified;
    }

    private long published(TimeDomain domain) {
        return tables.read(PublishedWatermarkItem.key(domain))
                .map(PublishedWatermarkItem::watermarkMillis)
                .orElse(Watermarks.UNKNOWN);
    }

    private Head head(HeadItem item, String archivedSequence) {
        ShardTime time = time(item.clocks());
        boolean whole = archivedSequence.compareTo(item.sequence()) >= 0;
        return new Head(
                item.sequence(),
                item.parents(),
                item.ended(),
                time,
                whole ? time.watermarks() : atStep(item.shardId(), archivedSequence));
    }

    /** The watermarks after the last step that ends by this record. */
    private @Nullable Watermarks atStep(String shard, String upTo) {
        return tables.last(StepItem.upTo(shard, upTo))
                .map(step -> time(step.clocks()).watermarks())
                .orElse(null);
    }

    private List<Shard> listed() {
        List<Shard> shards = new ArrayList<>();
        ListShardsRequest request =
                ListShardsRequest.builder().streamName(stream).build();
        while (true) {
            ListShardsResponse page = kinesis.listShards(request);
            shards.addAll(page.shards());
            if (page.nextToken() == null) {
                return shards;
            }
            request = ListShardsRequest.builder().nextToken(page.nextToken()).build();
        }
    }

    private static List<String> parents(Shard shard) {
        return Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
                .filter(parent -> parent != null && !parent.isEmpty())
                .toList();
    }

    /** The latest instant in the records after the head; what is before it the head has said. */
    private long said(Shard shard, @Nullable Head head) {
        long latest = Watermarks.UNKNOWN;
        @Nullable String iterator = iterator(shard.shardId(), head == null ? Sequence.NONE : head.sequence());
        while (iterator != null) {
            String from = iterator;
            GetRecordsResponse response =
                    kinesis.getRecords(request -> request.shardIterator(from).limit(READ_LIMIT));
            for (var record : response.records()) {
                latest = Math.max(latest, said(record.data().asByteArray()));
            }
            boolean open = shard.sequenceNumberRange().endingSequenceNumber() == null;
            if (response.records().isEmpty() && open) {
                return latest;
            }
            iterator = response.nextShardIterator();
        }
        return latest;
    }

    private String iterator(String shard, String after) {
        return kinesis.getShardIterator(request -> {
                    request.streamName(stream).shardId(shard);
                    if (after.equals(Sequence.NONE)) {
                        request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
                    } else {
                        request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                .startingSequenceNumber(Sequence.unpad(after));
                    }
                })
                .shardIterator();
    }

    private long said(byte[] bytes) {
        try {
            LogRecord record = records.read(bytes);
            if (record instanceof LogRecord.Events events) {
                return events.receivedAtMillis();
            }
            if (record instanceof LogRecord.Heartbeat heartbeat) {
                return heartbeat.atMillis();
            }
            return record instanceof LogRecord.Watermark watermark ? watermark.atMillis() : Watermarks.UNKNOWN;
        } catch (MalformedRecordException e) {
            // It will go to quarantine, and moves nothing.
            return Watermarks.UNKNOWN;
        }
    }

    private static ShardTime time(ShardClocks clocks) {
        return new ShardTime(clocks.clockMillis(), new Watermarks(clocks.watermarkMillis(), clocks.receivedMillis()));
    }
}
