package dev.tidemark.window;

import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * SDK clients. Time-outs are explicit and far below the function's own, since a connection may have died while the
 * instance was frozen. Endpoints and credentials come from the environment, as the SDK reads it.
 */
final class Clients {

    private static final Duration ATTEMPT = Duration.ofSeconds(3);
    private static final Duration CALL = Duration.ofSeconds(15);

    private Clients() {}

    static DynamoDbClient dynamo(int concurrency) {
        return DynamoDbClient.builder()
                .httpClientBuilder(http(concurrency))
                .overrideConfiguration(timeouts())
                .build();
    }

    static KinesisClient kinesis() {
        return KinesisClient.builder()
                .httpClientBuilder(http(2))
                .overrideConfiguration(timeouts())
                .build();
    }

    static S3Client s3() {
        return S3Client.builder()
                .httpClientBuilder(http(2))
                .overrideConfiguration(timeouts())
                .build();
    }

    private static Apache5HttpClient.Builder http(int connections) {
        return Apache5HttpClient.builder()
                .maxConnections(connections)
                .connectionTimeout(Duration.ofSeconds(1))
                .socketTimeout(ATTEMPT)
                .connectionMaxIdleTime(Duration.ofSeconds(20));
    }

    private static ClientOverrideConfiguration timeouts() {
        return ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(ATTEMPT)
                .apiCallTimeout(CALL)
                .build();
    }
}
