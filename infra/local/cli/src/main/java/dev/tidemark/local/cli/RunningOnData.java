package dev.tidemark.local.cli;

import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.view.Views;
import dev.tidemark.local.data.DataClock;
import dev.tidemark.local.data.DataDirectory;
import dev.tidemark.local.data.Holder;
import dev.tidemark.local.log.ControlLog;
import dev.tidemark.local.platform.Checkout;
import dev.tidemark.local.platform.LocalPlatform;
import dev.tidemark.local.platform.LocalPlatformOptions;
import dev.tidemark.serving.watermarks.StageReader;
import dev.tidemark.serving.windows.WindowReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * The platform, running on a data directory that this process holds. Closing it, or telling the process to end, stops
 * everything that was started and lets go of the directory; what is in it stays.
 */
final class RunningOnData implements AutoCloseable {

    /** The key of every local platform for events. */
    static final String API_KEY = "local";

    /** The key of every local platform for queries. */
    static final String QUERY_KEY = "reader";

    private final DataDirectory directory;
    private final LocalPlatform platform;
    private final ControlLog controls;
    private final Shutdown shutdown;

    private RunningOnData(DataDirectory directory, LocalPlatform platform) {
        this.directory = directory;
        this.platform = platform;
        this.controls = new ControlLog(platform.kinesis(), platform.names().stream());
        this.shutdown = Shutdown.with(() -> {
            platform.close();
            directory.close();
        });
    }

    /**
     * Takes the data directory, starts everything on it, and begins the log of a new one with the version of its views.
     *
     * @param name of the subcommand, for others that meet the directory in use
     * @param otherwise the data directory when none was asked for
     */
    static RunningOnData start(PlatformCommand command, String name, Path otherwise, DataClock clock) {
        return start(command, name, otherwise, clock, UnaryOperator.identity());
    }

    /** @param tune changes the platform's options before it starts */
    static RunningOnData start(
            PlatformCommand command,
            String name,
            Path otherwise,
            DataClock clock,
            UnaryOperator<LocalPlatformOptions.Builder> tune) {
        Path path = command.data() == null ? otherwise : command.data();
        DataDirectory directory =
                DataDirectory.claim(path, command.views(), Checkout.find().views(), clock, command.fresh());
        RunningOnData running;
        try {
            running = new RunningOnData(directory, LocalPlatform.start(options(command, directory, tune)));
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
        try {
            running.announce(name);
            return running;
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
    }

    private static LocalPlatformOptions options(
            PlatformCommand command, DataDirectory directory, UnaryOperator<LocalPlatformOptions.Builder> tune) {
        boolean wall = directory.clock().equals(DataClock.WALL);
        return tune.apply(LocalPlatformOptions.builder(directory.path(), directory.viewsFile())
                        .checkout(Checkout.find())
                        .ingestPort(command.port())
                        .queryPort(command.queryPort())
                        .apiKey(API_KEY)
                        .queryKey(QUERY_KEY)
                        .crossOrigin(command.crossOrigin())
                        .callerLimits(command.callerLimits())
                        .trustReceivedAt(!wall)
                        .tickEvery(wall ? directory.views().watermark().heartbeatEvery() : Duration.ZERO)
                        .progress(command::say))
                .build();
    }

    private void announce(String name) {
        if (!directory.viewsAnnounced()) {
            controls.everyShard(new LogRecord.ViewsChanged(views().version()));
            directory.noteViewsAnnounced();
        }
        directory.publish(new Holder(
                ProcessHandle.current().pid(), name, Clock.systemUTC().instant()));
    }

    DataDirectory directory() {
        return directory;
    }

    Views views() {
        return directory.views();
    }

    LocalPlatform platform() {
        return platform;
    }

    ControlLog controls() {
        return controls;
    }

    WindowReader windows() {
        return new WindowReader(platform.dynamoDb(), platform.names()::table);
    }

    StageReader stages() {
        return new StageReader(
                platform.dynamoDb(), platform.kinesis(), platform.names()::table, platform.names().stream(), views());
    }

    BatchRun batch() {
        return new BatchRun(directory.path(), directory.viewsFile(), platform.dynamoDb(), platform.s3());
    }

    @Override
    public void close() {
        shutdown.close();
    }
}
