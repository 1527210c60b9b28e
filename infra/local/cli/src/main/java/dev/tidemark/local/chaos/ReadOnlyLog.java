package dev.tidemark.local.chaos;

import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;

/** A stream that can be read. All else that a client can do is an {@link UnsupportedOperationException}. */
final class ReadOnlyLog implements KinesisClient {

    private final KinesisClient kinesis;

    ReadOnlyLog(KinesisClient kinesis) {
        this.kinesis = kinesis;
    }

    @Override
    public ListShardsResponse listShards(ListShardsRequest request) {
        return kinesis.listShards(request);
    }

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
        return kinesis.getShardIterator(request);
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
        return kinesis.getRecords(request);
    }

    @Override
    public String serviceName() {
        return kinesis.serviceName();
    }

    /** Leaves it open: it is another's. */
    @Override
    public void close() {}
}
