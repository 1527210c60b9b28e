package dev.tidemark.local.platform;

import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.LocalRuntimeException.RuntimeProblem;
import dev.tidemark.local.runtime.emulator.Emulator;
import dev.tidemark.local.runtime.emulator.Emulators;
import dev.tidemark.local.runtime.emulator.LocalClients;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The tables and the bucket of a data directory: those of the platform that runs on it, if one does, or else emulators of
 * their own, which {@link #close} ends.
 */
public final class LocalStores implements AutoCloseable {

    private static final Duration NOTE_TIMEOUT = Duration.ofSeconds(30);

    private final Runnable end;
    private final LocalClients clients;
    private final boolean shared;

    private LocalStores(LocalClients clients, boolean shared, Runnable end) {
        this.clients = clients;
        this.shared = shared;
        this.end = end;
    }

    /**
     * Starts the stores, or joins those that run.
     *
     * @throws LocalRuntimeException if neither is possible
     */
    public static LocalStores start(Path dataDirectory) {
        return start(dataDirectory, EnumSet.of(Emulator.DYNAMODB, Emulator.S3));
    }

    /**
     * The same with the stream beside them.
     *
     * @throws LocalRuntimeException if neither is possible
     */
    public static LocalStores startWithStream(Path dataDirectory) {
        return start(dataDirectory, EnumSet.allOf(Emulator.class));
    }

    private static LocalStores start(Path dataDirectory, Set<Emulator> which) {
        Optional<PlatformDirectory> lock = PlatformDirectory.tryLock(dataDirectory);
        return lock.isPresent() ? own(lock.get(), which) : join(dataDirectory.toAbsolutePath());
    }

    private static LocalStores own(PlatformDirectory directory, Set<Emulator> which) {
        OpenParts open = new OpenParts(problem -> {});
        open.add(directory);
        try {
            Emulators emulators = open.add(Checkout.find().emulators(directory.path(), which));
            LocalClients clients = open.add(new LocalClients(emulators::endpoint));
            Schema schema = new Schema(Names.LOCAL);
            schema.createTables(clients.dynamoDb());
            schema.createBucket(clients.s3());
            return new LocalStores(clients, false, open::close);
        } catch (RuntimeException | Error e) {
            open.close();
            throw e;
        }
    }

    private static LocalStores join(Path directory) {
        long deadline = System.nanoTime() + NOTE_TIMEOUT.toNanos();
        try {
            while (true) {
                Map<String, URI> endpoints = PlatformDirectory.published(directory);
                if (!endpoints.isEmpty()) {
                    LocalClients clients = new LocalClients(emulator -> {
                        URI endpoint = endpoints.get(emulator.name().toLowerCase(Locale.ROOT));
                        if (endpoint == null) {
                            throw new IllegalStateException("the running platform has no " + emulator);
                        }
                        return endpoint;
                    });
                    return new LocalStores(clients, true, () -> {});
                }
                if (System.nanoTime() > deadline) {
                    throw new LocalRuntimeException(
                            RuntimeProblem.DATA_DIRECTORY_IN_USE,
                            "another Tidemark holds the data directory " + directory
                                    + " and does not say where it listens. Stop it, or choose another with --data");
                }
                Thread.sleep(100);
            }
        } catch (IOException e) {
            throw new LocalRuntimeException(
                    RuntimeProblem.DATA_DIRECTORY, "cannot read the data directory " + directory + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalRuntimeException(RuntimeProblem.TIMEOUT, "interrupted while joining " + directory, e);
        }
    }

    public DynamoDbClient dynamoDb() {
        return clients.dynamoDb();
    }

    public S3Client s3() {
        return clients.s3();
    }

    /**
     * The stream.
     *
     * @throws IllegalStateException if the stores were started without it
     */
    public KinesisClient kinesis() {
        return clients.kinesis();
    }

    public Names names() {
        return Names.LOCAL;
    }

    /** Whether they belong to a platform that runs. */
    public boolean shared() {
        return shared;
    }

    @Override
    public void close() {
        clients.close();
        end.run();
    }
}
