package dev.tidemark.local.runtime.emulator;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** SDK clients for emulators on this machine, made when first asked for and sharing one HTTP client. Thread-safe. */
public final class LocalClients implements AutoCloseable {

    /** The one region of a local platform. */
    public static final Region REGION = Region.US_EAST_1;

    /** The account that ARNs name. */
    public static final String ACCOUNT = "000000000000";

    /** Access key and secret; the emulators ask for some, and check none. */
    public static final String CREDENTIAL = "local";

    static {
        // The Kinesis emulator cannot read what the SDK writes in CBOR; there is no setting for one client.
        System.setProperty("aws.cborEnabled", "false");
    }

    private final Function<Emulator, URI> endpoints;
    private final AwsCredentialsProvider credentials =
            StaticCredentialsProvider.create(AwsBasicCredentials.create(CREDENTIAL, CREDENTIAL));
    private final List<SdkAutoCloseable> open = new ArrayList<>();
    private @Nullable SdkHttpClient http;
    private @Nullable DynamoDbClient dynamoDb;
    private @Nullable KinesisClient kinesis;
    private @Nullable S3Client s3;

    /** Clients of the emulators at these places. */
    public LocalClients(Function<Emulator, URI> endpoints) {
        this.endpoints = endpoints;
    }

    public synchronized DynamoDbClient dynamoDb() {
        if (dynamoDb == null) {
            dynamoDb = build(DynamoDbClient.builder(), Emulator.DYNAMODB);
        }
        return dynamoDb;
    }

    public synchronized KinesisClient kinesis() {
        if (kinesis == null) {
            kinesis = build(KinesisClient.builder(), Emulator.KINESIS);
        }
        return kinesis;
    }

    public synchronized S3Client s3() {
        if (s3 == null) {
            s3 = build(S3Client.builder().forcePathStyle(true), Emulator.S3);
        }
        return s3;
    }

    private <
                    B extends
                            AwsSyncClientBuilder<B, C>
                                    & software.amazon.awssdk.awscore.client.builder.AwsClientBuilder<B, C>,
                    C extends SdkAutoCloseable>
            C build(B builder, Emulator emulator) {
        if (http == null) {
            http = Apache5HttpClient.builder().maxConnections(128).build();
        }
        C client = builder.endpointOverride(endpoints.apply(emulator))
                .region(REGION)
                .credentialsProvider(credentials)
                .httpClient(http)
                .build();
        open.add(client);
        return client;
    }

    @Override
    public synchronized void close() {
        open.forEach(SdkAutoCloseable::close);
        open.clear();
        if (http != null) {
            http.close();
            http = null;
        }
    }
}
