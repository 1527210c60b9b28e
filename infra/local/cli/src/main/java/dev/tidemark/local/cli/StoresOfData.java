package dev.tidemark.local.cli;

import dev.tidemark.domain.view.Views;
import dev.tidemark.local.data.DataDirectory;
import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.local.platform.LocalStores;
import dev.tidemark.serving.watermarks.StageReader;
import dev.tidemark.serving.windows.WindowReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a data directory, for reading: those of the platform that runs on it, or, where none does, started for as
 * long as this is open.
 */
final class StoresOfData implements AutoCloseable {

    /** How long another command may take to start or to finish reading. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long POLL_MILLIS = 100;

    private final Views views;
    private final LocalStores stores;
    private final Shutdown shutdown;

    private StoresOfData(Views views, LocalStores stores, Runnable closing) {
        this.views = views;
        this.stores = stores;
        this.shutdown = Shutdown.with(closing);
    }

    /**
     * Opens the tables; waits for a command that is just starting on them, stopping, or reading as well.
     *
     * @param asked the views file that the caller believes the directory to have, or null
     * @throws CannotRunException if it is no data directory, has other views, or stays between up and down
     */
    static StoresOfData open(Path path, @Nullable Path asked) throws InterruptedException {
        return open(path, asked, LocalStores::start);
    }

    /** The same with the stream beside the tables. */
    static StoresOfData openWithStream(Path path, @Nullable Path asked) throws InterruptedException {
        return open(path, asked, LocalStores::startWithStream);
    }

    private static StoresOfData open(Path path, @Nullable Path asked, Function<Path, LocalStores> start)
            throws InterruptedException {
        Views views = DataDirectory.viewsOf(path, asked);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<DataDirectory> own = DataDirectory.tryOpen(path);
            if (own.isPresent()) {
                return own(views, own.get(), start);
            }
            if (DataDirectory.holder(path).isPresent()) {
                LocalStores joined = start.apply(path);
                return new StoresOfData(views, joined, joined::close);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new CannotRunException("another tidemark process has held data directory " + path + " for "
                        + PATIENCE.toSeconds() + " s without being up. Try again, or stop it.");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static StoresOfData own(Views views, DataDirectory directory, Function<Path, LocalStores> start) {
        try {
            LocalStores own = start.apply(directory.path());
            return new StoresOfData(views, own, () -> {
                own.close();
                directory.close();
            });
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    Views views() {
        return views;
    }

    WindowReader windows() {
        return new WindowReader(stores.dynamoDb(), stores.names()::table);
    }

    StageReader stages() {
        return new StageReader(
                stores.dynamoDb(), stores.kinesis(), stores.names()::table, stores.names().stream(), views);
    }

    BatchRun batch(Path data) {
        return new BatchRun(data, DataDirectory.viewsFileOf(data), stores.dynamoDb(), stores.s3());
    }

    @Override
    public void close() {
        shutdown.close();
    }
}
