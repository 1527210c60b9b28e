package dev.tidemark.window;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The services as they are in Lambda, each made once an instance and only where a handler asks for its function. Time-outs
 * are explicit and far below the function's own, since a connection may have died while the instance was frozen. Endpoints
 * and credentials come from the environment, as the SDK reads it.
 */
@ApplicationScoped
class FunctionClients {

    /** Store calls under way at once, an instance. */
    private static final int CONCURRENCY = 16;

    private static final Duration ATTEMPT = Duration.ofSeconds(3);
    private static final Duration CALL = Duration.ofSeconds(15);

    @Produces
    @Singleton
    FunctionServices services() {
        return new FunctionServices(
                DynamoDbClient.builder()
                        .httpClientBuilder(http(CONCURRENCY))
                        .overrideConfiguration(timeouts())
                        .build(),
                KinesisClient.builder()
                        .httpClientBuilder(http(2))
                        .overrideConfiguration(timeouts())
                        .build(),
                S3Client.builder()
                        .httpClientBuilder(http(2))
                        .overrideConfiguration(timeouts())
                        .build(),
                Clock.systemUTC(),
                executor(),
                new FunctionSettings(System::getenv));
    }

    @Produces
    @Singleton
    WindowFunction window(FunctionServices services) {
        return new WindowFunction(services);
    }

    @Produces
    @Singleton
    ArchiveFunction archive(FunctionServices services) {
        return new ArchiveFunction(services);
    }

    @Produces
    @Singleton
    TickFunction tick(FunctionServices services) {
        return new TickFunction(services);
    }

    private static Executor executor() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(CONCURRENCY, work -> {
            Thread thread = new Thread(work, "store-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
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
