package dev.tidemark.window.shards;

import dev.tidemark.domain.event.Sequence;
import dev.tidemark.platform.HashKeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The shards of a Kinesis stream. */
public final class KinesisShards implements ShardSource {

    private static final int MOST_EMPTY_READS = 50;

    private final KinesisClient kinesis;
    private final String stream;

    public KinesisShards(KinesisClient kinesis, String stream) {
        this.kinesis = kinesis;
        this.stream = stream;
    }

    @Override
    public List<ListedShard> shards() {
        List<ListedShard> shards = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            ListShardsResponse page = kinesis.listShards(request -> {
                if (from == null) {
                    request.streamName(stream);
                } else {
                    request.nextToken(from);
                }
            });
            page.shards()
                    .forEach(shard -> shards.add(new ListedShard(
                            shard.shardId(),
                            Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
                                    .filter(parent -> parent != null && !parent.isEmpty())
                                    .toList(),
                            shard.sequenceNumberRange().endingSequenceNumber() != null,
                            HashKeyRange.of(
                                    shard.hashKeyRange().startingHashKey(),
                                    shard.hashKeyRange().endingHashKey()))));
            token = page.nextToken();
        } while (token != null && !token.isEmpty());
        return shards;
    }

    @Override
    public boolean isAtEnd(String shardId, String paddedSequence) {
        String iterator = kinesis.getShardIterator(request -> {
                    request.streamName(stream).shardId(shardId);
                    if (paddedSequence.equals(Sequence.NONE)) {
                        request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
                    } else {
                        request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                .startingSequenceNumber(Sequence.unpad(paddedSequence));
                    }
                })
                .shardIterator();
        // An empty answer with a next iterator says nothing: Kinesis walks through gaps in several reads.
        for (int reads = 0; reads < MOST_EMPTY_READS; reads++) {
            String at = iterator;
            GetRecordsResponse page =
                    kinesis.getRecords(request -> request.shardIterator(at).limit(1));
            if (!page.records().isEmpty()) {
                return false;
            }
            iterator = page.nextShardIterator();
            if (iterator == null) {
                return true;
            }
        }
        return false;
    }
}
