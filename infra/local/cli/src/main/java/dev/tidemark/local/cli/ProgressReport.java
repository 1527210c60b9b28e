package dev.tidemark.local.cli;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Says how far long work has come, every two seconds, also while it waits. */
final class ProgressReport implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(2);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "tidemark-progress");
        thread.setDaemon(true);
        return thread;
    });

    private ProgressReport() {}

    static ProgressReport of(Supplier<String> line, Consumer<String> out) {
        ProgressReport report = new ProgressReport();
        var unused = report.timer.scheduleAtFixedRate(
                () -> out.accept(line.get()), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return report;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
