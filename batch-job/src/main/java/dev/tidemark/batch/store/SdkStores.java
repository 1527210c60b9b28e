package dev.tidemark.batch.store;

import dev.tidemark.platform.Table;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The stores of the deployed stack, or of one machine: the SDK's own environment variables tell them apart. */
public final class SdkStores {

    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(2);
    private static final int CONNECTIONS = 32;

    private SdkStores() {}

    /** The bucket. */
    public static ObjectStore objects(String bucket) {
        boolean local = System.getenv("AWS_ENDPOINT_URL_S3") != null;
        S3Client client = S3Client.builder()
                .httpClient(http())
                .forcePathStyle(local)
                .overrideConfiguration(config -> config.apiCallTimeout(CALL_TIMEOUT))
                .build();
        return new S3ObjectStore(client, bucket);
    }

    /** The tables, by deployed name. */
    public static ItemStore items(Map<Table, String> names) {
        DynamoDbClient client = DynamoDbClient.builder()
                .httpClient(http())
                .overrideConfiguration(config -> config.apiCallTimeout(CALL_TIMEOUT))
                .build();
        return new DynamoItemStore(client, names);
    }

    private static SdkHttpClient http() {
        return Apache5HttpClient.builder().maxConnections(CONNECTIONS).build();
    }
}
