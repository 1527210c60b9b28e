package dev.tidemark.query;

import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.domain.view.ViewsParser;
import dev.tidemark.platform.Table;
import dev.tidemark.serving.reports.ReportReader;
import dev.tidemark.serving.views.ViewVersions;
import dev.tidemark.serving.watermarks.StageReader;
import dev.tidemark.serving.windows.WindowPages;
import dev.tidemark.serving.windows.WindowReader;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes beans of what knows no container. Clients' time-outs are explicit and far below the function's own, since a connection
 * may have died while the instance was frozen.
 */
@ApplicationScoped
class QueryWiring {

    private static final int CONNECTIONS = 16;

    private final DynamoDbClient dynamoDb;
    private final KinesisClient kinesis;
    private final S3Client s3;

    QueryWiring(QueryConfig config) {
        QueryConfig.Patience patience = config.patience();
        dynamoDb = DynamoDbClient.builder()
                .httpClientBuilder(http(patience))
                .overrideConfiguration(timeouts(patience))
                .build();
        kinesis = KinesisClient.builder()
                .httpClientBuilder(http(patience))
                .overrideConfiguration(timeouts(patience))
                .build();
        s3 = S3Client.builder()
                .httpClientBuilder(http(patience))
                .overrideConfiguration(timeouts(patience))
                .build();
    }

    /** Being asked for the views, refuses a bad file at start. */
    void start(@Observes StartupEvent event, Views views) {}

    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Views views(QueryConfig config) {
        Path file = config.views();
        try {
            return ViewsParser.parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("the views file cannot be read: " + file, e);
        } catch (ViewsException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Produces
    @Singleton
    WindowReader windows(QueryConfig config) {
        return new WindowReader(dynamoDb, names(config.table()));
    }

    @Produces
    @Singleton
    WindowPages pages(WindowReader reader, InstantSource clock) {
        return new WindowPages(reader, clock);
    }

    @Produces
    @Singleton
    StageReader stages(QueryConfig config, Views views) {
        return new StageReader(dynamoDb, kinesis, names(config.table()), config.stream(), views);
    }

    @Produces
    @Singleton
    ReportReader reports(QueryConfig config) {
        return new ReportReader(s3, config.bucket(), dynamoDb, names(config.table()));
    }

    @Produces
    @Singleton
    ViewVersions versions(QueryConfig config, Views views) {
        return new ViewVersions(dynamoDb, names(config.table()), views);
    }

    private static Function<Table, String> names(QueryConfig.TableNames tables) {
        return table -> switch (table) {
            case WINDOWS -> tables.windows();
            case CELLS -> tables.cells();
            case JOURNAL -> tables.journal();
            case CORRECTIONS -> tables.corrections();
            case JOINS -> tables.joins();
        };
    }

    private static Apache5HttpClient.Builder http(QueryConfig.Patience patience) {
        return Apache5HttpClient.builder()
                .maxConnections(CONNECTIONS)
                .connectionTimeout(Duration.ofSeconds(1))
                .socketTimeout(patience.attempt())
                .connectionMaxIdleTime(Duration.ofSeconds(20));
    }

    private static ClientOverrideConfiguration timeouts(QueryConfig.Patience patience) {
        return ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(patience.attempt())
                .apiCallTimeout(patience.call())
                .build();
    }
}
