package dev.tidemark.local.chaos;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.event.LogRecordReader;
import dev.tidemark.domain.event.MalformedRecordException;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.fold.CellDelta;
import dev.tidemark.domain.fold.CellKey;
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
import dev.tidemark.platform.item.CellItem;
import dev.tidemark.platform.item.HeadItem;
import dev.tidemark.platform.item.MarkKey;
import dev.tidemark.platform.item.MeasureValues;
import dev.tidemark.platform.item.ShardClocks;
import dev.tidemark.platform.item.ShardCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * The whole log of a stream, folded once: every shard from its first record to its last in one run, parents before
 * children, from nothing and in memory. No batch, no store, no retry is in it.
 *
 * @param cells what the table of cells should hold
 * @param heads what the log says of each shard's head; which views it was opened with, and the halves that met nobody, it
 *     does not say
 * @param records of all shards
 */
public record CalmPass(List<CellItem> cells, List<HeadItem> heads, long records) {

    private static final int READ_LIMIT = 10_000;

    /** Reads and folds the stream, which nobody writes to meanwhile. */
    public static CalmPass over(KinesisClient kinesis, String stream, Views views) {
        return new Pass(kinesis, stream, views).run();
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
        private final List<CellItem> cells = new ArrayList<>();
        private final List<HeadItem> heads = new ArrayList<>();
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
                step.cells().forEach((key, delta) -> cells.add(cell(id, key, delta)));
                time = step.time();
                last = step.last();
                counts = step.counts();
                version = step.viewsVersion().isEmpty() ? version : step.viewsVersion();
                sightings.put(id, step.sightings());
                joins.commit(step.joins(), time.watermarks().event());
            }
            ends.put(id, new End(time, version, lineage, joins));
            heads.add(new HeadItem(
                    id,
                    last,
                    new ShardClocks(
                            time.clock(),
                            time.watermarks().event(),
                            time.watermarks().received()),
                    isClosed(shard),
                    known,
                    devices,
                    "",
                    version,
                    new ShardCounts(
                            counts.records(),
                            counts.events(),
                            counts.duplicates(),
                            counts.controls(),
                            counts.quarantined()),
                    Map.of()));
        }

        /** A cell to which nothing but this has come. */
        private static CellItem cell(String shardId, CellKey key, CellDelta everything) {
            Measures measures = everything.onto(Measures.EMPTY, Sequence.NONE);
            return new CellItem(
                    key.viewId(),
                    key.sliceStartMillis(),
                    shardId,
                    new MarkKey(key.markMillis(), key.earlyMillis(), key.key()),
                    everything.lastSequence(),
                    MeasureValues.of(measures),
                    measures.sketches());
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
