package dev.tidemark.ingest.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** A stream of two shards behind a fault proxy, for the application under test; and the log, past the proxy. */
public final class KinesisForTests implements QuarkusTestResourceLifecycleManager {

    /** The accepted key. */
    public static final String KEY = "local";

    private static final String HASH_OF_KEY = "25bf8e1a2393f1108d37029b3df5593236c755742ec93465bbafa9b290bddcf6";

    private KinesisEmulator emulator;
    private FaultProxy proxy;
    private KinesisAsyncClient client;
    private Log log;

    @Override
    public Map<String, String> start() {
        try {
            emulator = KinesisEmulator.start();
            proxy = new FaultProxy(emulator.port());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        System.setProperty("aws.region", "us-east-1");
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        System.setProperty("aws.endpointUrlKinesis", "http://127.0.0.1:" + proxy.port());
        // Looked at when a client is built: the emulator cuts long answers in CBOR off.
        System.setProperty("aws.cborEnabled", "false");
        client = KinesisAsyncClient.builder()
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .endpointOverride(direct())
                .build();
        client.createStream(request -> request.streamName(Log.STREAM).shardCount(2))
                .join();
        client.waiter()
                .waitUntilStreamExists(request -> request.streamName(Log.STREAM))
                .join();
        log = new Log(client);
        // That the emulator knows no CBOR is the server's to know when an endpoint is given.
        System.clearProperty("aws.cborEnabled");
        return Map.of("tidemark.stream", Log.STREAM, "tidemark.api-key-hashes", HASH_OF_KEY);
    }

    /** The address of Kinesis, past the proxy. */
    public URI direct() {
        return URI.create("http://127.0.0.1:" + emulator.port());
    }

    /** What has been put into the stream, past the proxy. */
    public Log log() {
        return log;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(log, new TestInjector.MatchesType(Log.class));
        injector.injectIntoFields(proxy, new TestInjector.MatchesType(FaultProxy.class));
    }

    @Override
    public void stop() {
        if (client != null) {
            client.close();
        }
        if (proxy != null) {
            proxy.close();
        }
        if (emulator != null) {
            emulator.close();
        }
    }
}
