package dev.tidemark.ingest.log;

import dev.tidemark.ingest.IngestConfig;
import io.netty.channel.EventLoopGroup;
import io.quarkus.netty.MainEventLoopGroup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** The Kinesis client and the log on it. Region, credentials and endpoint come from the SDK's own variables. */
@ApplicationScoped
class KinesisWiring {

    private static final Logger LOG = Logger.getLogger(KinesisWiring.class);

    /**
     * Where an endpoint is given, be it by a profile, calls are made in JSON, unless it is said otherwise: the SDK's own choice,
     * CBOR, is Kinesis' alone. An emulator that does not know it stores records that block whoever reads them.
     */
    @Produces
    @Singleton
    KinesisAsyncClient kinesis(@MainEventLoopGroup EventLoopGroup eventLoops, IngestConfig config) {
        KinesisAsyncClient client = client(eventLoops, config);
        if (client.serviceClientConfiguration().endpointOverride().isEmpty()) {
            return client;
        }
        Optional<String> cbor = SdkSystemSetting.CBOR_ENABLED.getNonDefaultStringValue();
        if (cbor.isEmpty()) {
            // It is looked at when a client is built.
            client.close();
            System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), "false");
            return client(eventLoops, config);
        }
        if (!cbor.get().equalsIgnoreCase("false")) {
            LOG.warnf(
                    "CBOR_ENABLED is %s and an endpoint is given: an emulator that knows no CBOR would store records"
                            + " that block whoever reads them",
                    cbor.get());
        }
        return client;
    }

    private static KinesisAsyncClient client(EventLoopGroup eventLoops, IngestConfig config) {
        Duration callTimeout = config.put().callTimeout();
        return KinesisAsyncClient.builder()
                // Event loops call the client: credentials that run out are fetched anew beside them, and before.
                .credentialsProvider(DefaultCredentialsProvider.builder()
                        .asyncCredentialUpdateEnabled(true)
                        .build())
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        // The service's default is HTTP/2, which no emulator speaks in clear text.
                        .protocol(Protocol.HTTP1_1)
                        // Requests and calls share the server's event loops: an answer of Kinesis is handed on where it
                        // arrives, and no core is divided between two sets of threads.
                        .eventLoopGroup(SdkEventLoopGroup.create(eventLoops))
                        .maxConcurrency(config.put().calls() * 2)
                        .connectionTimeout(callTimeout)
                        // The time for the whole call bounds both, with one timer instead of three.
                        .readTimeout(Duration.ZERO)
                        .writeTimeout(Duration.ZERO))
                .overrideConfiguration(override -> override.apiCallTimeout(callTimeout)
                        // There a timer is an entry in a queue; the SDK's own executor is a thread to wake up.
                        .scheduledExecutorService(eventLoops)
                        // The one place that retries is the log: it knows which records of a call failed.
                        .retryStrategy(AwsRetryStrategy.doNotRetry()))
                // What follows an answer takes microseconds, so it runs on the thread that the answer came in on.
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .build();
    }

    void close(@Disposes KinesisAsyncClient kinesis) {
        kinesis.close();
    }

    @Produces
    @Singleton
    EventLog eventLog(
            KinesisAsyncClient kinesis,
            @MainEventLoopGroup EventLoopGroup eventLoops,
            IngestConfig config,
            PutObserver observer) {
        IngestConfig.Put put = config.put();
        PutPolicy policy = new PutPolicy(
                put.deadline(),
                put.firstBackoff(),
                put.longestBackoff(),
                put.calls(),
                put.linger(),
                put.pace(),
                put.waitingBytes());
        // Of all timers that of an event loop is the cheapest, and calls start on one anyway.
        return new KinesisEventLog(kinesis, config.stream(), policy, eventLoops, observer);
    }
}
