package dev.tidemark.local.chaos;

import dev.tidemark.domain.event.LogRecordReader;
import dev.tidemark.domain.event.MalformedRecordException;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.fold.Counts;
import dev.tidemark.domain.fold.JoinState;
import dev.tidemark.domain.fold.SeenEvents;
import dev.tidemark.domain.fold.ShardFold;
import dev.tidemark.domain.fold.ShardRecord;
import dev.tidemark.domain.fold.Sightings;
import dev.tidemark.domain.fold.Step;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.watermark.ShardTime;
import dev.tidemark.platform.HashKeyRange;
import dev.tidemark.platform.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * The whole log of a stream, folded once: every shard from its first record to its last in one run, parents before
 * children, from nothing and in memory. No batch, no store, no retry is in it.
 *
 * @param cells the items that the table of cells should hold, by {@link #keyOf}
 * @param heads what the log says of each shard's head, by shard; an attribute that should not be there is null
 * @param records of all shards
 */
public record CalmPass(
        Map<String, Map<String, AttributeValue>> cells,
        Map<String, Map<String, @Nullable AttributeValue>> heads,
        long records) {

    private static final int READ_LIMIT = 10_000;

    /** Reads and folds the stream, which nobody writes to meanwhile. */
    public static CalmPass over(KinesisClient kinesis, String stream, Views views) {
        return new Pass(kinesis, stream, views).run();
    }

    /** An item's two keys as one. */
    static String keyOf(Map<String, AttributeValue> item) {
        return text(item, Table.PARTITION_KEY) + " " + text(item, Table.SORT_KEY);
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? "" : value.s();
    }

    /** Where a shard's log ends. */
    private record End(ShardTime time, String viewsVersion, Set<String> lineage, JoinState joins) {}

    private static final class Pass {

        private final KinesisClient kinesis;
        private final String stream;
        private final Views views;
        private final ShardFold fold;
        private final LogRecordReader reader;
        private final Map<String, End> ends = new HashMap<>();
        private final Map<String, Sightings> sightings = new HashMap<>();
        private final Map<String, Map<String, AttributeValue>> cells = new TreeMap<>();
        private final Map<String, Map<String, @Nullable AttributeValue>> heads = new TreeMap<>();
        private long records;

        Pass(KinesisClient kinesis, String stream, Views views) {
            this.kinesis = kinesis;
            this.stream = stream;
            this.views = views;
            this.fold = new ShardFold(views);
            this.reader = new LogRecordReader(views.attributes());
        }

        CalmPass run() {
            Map<String, Shard> waiting = new LinkedHashMap<>();
            Resharding.shards(kinesis, stream).forEach(shard -> waiting.put(shard.shardId(), shard));
            while (!waiting.isEmpty()) {
                List<Shard> ready = waiting.values().stream()
                        .filter(shard -> parents(shard).noneMatch(waiting::containsKey))
                        .toList();
                for (Shard shard : ready) {
                    fold(shard);
                    waiting.remove(shard.shardId());
                }
            }
            return new CalmPass(cells, heads, records);
        }

        private static Stream<String> parents(Shard shard) {
            return Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
                    .filter(parent -> parent != null && !parent.isEmpty());
        }

        private void fold(Shard shard) {
            String id = shard.shardId();
            List<String> known = parents(shard).filter(ends::containsKey).toList();
            ShardTime before = null;
            String version = "";
            Set<String> lineage = new LinkedHashSet<>();
            JoinState joins = new JoinState();
            HashKeyRange devices = HashKeyRange.of(
                    shard.hashKeyRange().startingHashKey(), shard.hashKeyRange().endingHashKey());
            for (String parent : known) {
                End end = ends.get(parent);
                if (end != null) {
                    before = before == null ? end.time() : before.inheritedWith(end.time());
                    version = end.viewsVersion();
                    lineage.addAll(end.lineage());
                    joins.inherit(end.joins(), devices::contains);
                }
            }
            SeenEvents seen = new SeenEvents(views.deduplicateFor().toMillis());
            for (String ancestor : lineage) {
                Sightings theirs = sightings.get(ancestor);
                if (theirs != null) {
                    theirs.into(seen);
                }
            }
            lineage.add(id);
            List<ShardRecord> log = read(shard);
            records += log.size();
            ShardTime time = before == null ? ShardTime.START : before;
            String last = Sequence.NONE;
            Counts counts = Counts.NONE;
            if (!log.isEmpty()) {
                Step step = fold.fold(log, time, seen, joins);
                step.cells().forEach((key, delta) -> {
                    Map<String, AttributeValue> item = CellItem.of(id, key, delta);
                    cells.put(keyOf(item), item);
                });
                time = step.time();
                last = step.last();
                counts = step.counts();
                version = step.viewsVersion().isEmpty() ? version : step.viewsVersion();
                sightings.put(id, step.sightings());
                joins.commit(step.joins(), time.watermarks().event());
            }
            ends.put(id, new End(time, version, lineage, joins));
            heads.put(id, HeadItem.of(last, time, isClosed(shard), known, version, counts));
        }

        private static boolean isClosed(Shard shard) {
            return shard.sequenceNumberRange().endingSequenceNumber() != null;
        }

        /** All records of a shard; of an open one up to the first read that finds nothing. */
        private List<ShardRecord> read(Shard shard) {
            List<ShardRecord> log = new ArrayList<>();
            @Nullable
            String iterator = kinesis.getShardIterator(request -> request.streamName(stream)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            while (iterator != null) {
                String from = iterator;
                GetRecordsResponse response = kinesis.getRecords(
                        request -> request.shardIterator(from).limit(READ_LIMIT));
                response.records().forEach(record -> log.add(read(record)));
                if (response.records().isEmpty() && !isClosed(shard)) {
                    return log;
                }
                iterator = response.nextShardIterator();
            }
            return log;
        }

        private ShardRecord read(Record record) {
            String sequence = Sequence.pad(record.sequenceNumber());
            try {
                return new ShardRecord.Readable(
                        sequence, reader.read(record.data().asByteArray()));
            } catch (MalformedRecordException e) {
                return new ShardRecord.Quarantined(sequence);
            }
        }
    }
}
