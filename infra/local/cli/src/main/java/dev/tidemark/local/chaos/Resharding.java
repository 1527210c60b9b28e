package dev.tidemark.local.chaos;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Splits and merges shards of a stream while it is written and read. */
public final class Resharding {

    private static final long POLL_MILLIS = 10;

    private final KinesisClient kinesis;
    private final String stream;

    public Resharding(KinesisClient kinesis, String stream) {
        this.kinesis = kinesis;
        this.stream = stream;
    }

    /**
     * Splits an open shard in the middle of its hash keys; returns when the stream is active again.
     *
     * @param choice picks it among the open ones, by their number
     * @return the shard that was split
     */
    public String split(int choice) throws InterruptedException {
        List<Shard> open = open();
        Shard parent = open.get(choice % open.size());
        BigInteger middle = first(parent).add(last(parent)).add(BigInteger.ONE).divide(BigInteger.TWO);
        kinesis.splitShard(request ->
                request.streamName(stream).shardToSplit(parent.shardId()).newStartingHashKey(middle.toString()));
        awaitActive();
        return parent.shardId();
    }

    /**
     * Merges two open shards with neighbouring hash keys; returns when the stream is active again.
     *
     * @param choice picks the pair, by its number
     * @return the two shards, or none where only one is open
     */
    public List<String> merge(int choice) throws InterruptedException {
        List<Shard> open = open();
        if (open.size() < 2) {
            return List.of();
        }
        int at = choice % (open.size() - 1);
        String left = open.get(at).shardId();
        String right = open.get(at + 1).shardId();
        kinesis.mergeShards(
                request -> request.streamName(stream).shardToMerge(left).adjacentShardToMerge(right));
        awaitActive();
        return List.of(left, right);
    }

    /** The open shards, by their hash keys: two that follow one another are neighbours. */
    private List<Shard> open() {
        return shards(kinesis, stream).stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .sorted(Comparator.comparing(Resharding::first))
                .toList();
    }

    /** All shards that the stream lists, closed ones included. */
    static List<Shard> shards(KinesisClient kinesis, String stream) {
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

    private static BigInteger first(Shard shard) {
        return new BigInteger(shard.hashKeyRange().startingHashKey());
    }

    private static BigInteger last(Shard shard) {
        return new BigInteger(shard.hashKeyRange().endingHashKey());
    }

    private void awaitActive() throws InterruptedException {
        while (!kinesis.describeStreamSummary(request -> request.streamName(stream))
                .streamDescriptionSummary()
                .streamStatusAsString()
                .equals("ACTIVE")) {
            Thread.sleep(POLL_MILLIS);
        }
    }
}
