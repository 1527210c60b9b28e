package dev.tidemark.batch.store;

import dev.tidemark.platform.Table;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Clients that somebody else has made, and the stores behind them. */
public record StoreClients(S3Client s3, DynamoDbClient dynamo) {

    /** The bucket. */
    public ObjectStore objects(String bucket) {
        return new S3ObjectStore(s3, bucket);
    }

    /** The tables, by deployed name. */
    public ItemStore items(Map<Table, String> names) {
        return new DynamoItemStore(dynamo, names);
    }
}
