package dev.tidemark.local.cli;

import dev.tidemark.domain.view.Views;
import dev.tidemark.local.data.DataDirectory;
import dev.tidemark.local.data.RunningPlatform;
import dev.tidemark.local.emulator.Emulator;
import dev.tidemark.local.emulator.Emulators;
import dev.tidemark.local.emulator.LocalClients;
import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.local.windows.WindowReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The tables of a data directory, for reading: those of the platform that runs on it, or, where none does, started for as
 * long as this is open.
 */
final class StoresOfData implements AutoCloseable {

    private final Views views;
    private final DynamoDbClient dynamoDb;
    private final Shutdown shutdown;

    private StoresOfData(Views views, DynamoDbClient dynamoDb, Runnable closing) {
        this.views = views;
        this.dynamoDb = dynamoDb;
        this.shutdown = Shutdown.with(closing);
    }

    /**
     * Opens the tables.
     *
     * @param asked the views file that the caller believes the directory to have, or null
     * @throws CannotRunException if it is no data directory, has other views, or is just starting or stopping
     */
    static StoresOfData open(Path path, @Nullable Path asked) {
        Views views = DataDirectory.viewsOf(path, asked);
        if (DataDirectory.isHeld(path)) {
            RunningPlatform running = DataDirectory.running(path)
                    .orElseThrow(() -> new CannotRunException("the platform on data directory " + path
                            + " is starting or stopping. Try again in a moment."));
            LocalClients clients = new LocalClients(emulator -> endpoint(running, emulator));
            return new StoresOfData(views, clients.dynamoDb(), clients::close);
        }
        DataDirectory directory = DataDirectory.open(path);
        try {
            Emulators stores = Emulators.start(path, EnumSet.of(Emulator.DYNAMODB));
            return new StoresOfData(views, stores.dynamoDb(), () -> {
                stores.close();
                directory.close();
            });
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static URI endpoint(RunningPlatform running, Emulator emulator) {
        return switch (emulator) {
            case DYNAMODB -> running.dynamoDb();
            case KINESIS -> running.kinesis();
            case S3 -> running.s3();
        };
    }

    Views views() {
        return views;
    }

    WindowReader windows() {
        return new WindowReader(dynamoDb, LocalNames::table);
    }

    @Override
    public void close() {
        shutdown.close();
    }
}
