package dev.tidemark.local.cli;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.local.replay.Arrivals;
import dev.tidemark.local.replay.ClosingMark;
import dev.tidemark.local.replay.RecordingReplay;
import dev.tidemark.local.replay.ReplayOutcome;
import dev.tidemark.local.replay.ReplayProgress;
import dev.tidemark.platform.item.HeadItem;
import dev.tidemark.platform.item.ShardCounts;
import dev.tidemark.serving.windows.WindowReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** One recording through a running platform: posted, closed by a watermark, and waited for until all is published. */
final class ReplayRun {

    /** How long the windows may take to follow the last event. */
    private static final Duration CATCH_UP = Duration.ofMinutes(20);

    private static final Duration PUBLISH = Duration.ofMinutes(5);
    private static final long POLL_MILLIS = 100;

    private final RunningOnData running;
    private final Consumer<String> say;
    private final Consumer<ReplayProgress> posted;
    private final WindowReader windows;
    private final Totals before;
    private final long startNanos = System.nanoTime();
    private volatile ReplayProgress progress = new ReplayProgress(0, 0, 0);
    private long postedNanos;

    ReplayRun(RunningOnData running, Consumer<String> say) {
        this(running, say, now -> {});
    }

    /** @param posted is told after every body */
    ReplayRun(RunningOnData running, Consumer<String> say, Consumer<ReplayProgress> posted) {
        this.running = running;
        this.say = say;
        this.posted = posted;
        this.windows = running.windows();
        this.before = Totals.of(windows.heads());
    }

    ReplayOutcome post(Arrivals arrivals) throws InterruptedException {
        RecordingReplay replay = new RecordingReplay(
                running.platform().ingestUrl(),
                RunningOnData.API_KEY,
                running.views().watermark().heartbeatEvery(),
                running.controls()::everyShard,
                now -> {
                    progress = now;
                    posted.accept(now);
                });
        try (ProgressReport report = ProgressReport.of(this::line, say)) {
            ReplayOutcome outcome = replay.run(arrivals);
            postedNanos = System.nanoTime();
            return outcome;
        }
    }

    /** Returns when every window of the recording is final and published. */
    void closeWindows(ReplayOutcome outcome) throws InterruptedException {
        long mark = ClosingMark.of(running.views(), outcome.lastReceivedAtMillis());
        running.controls().everyShard(new LogRecord.Watermark(mark));
        try (ProgressReport report = ProgressReport.of(this::line, say)) {
            running.platform().awaitCaughtUp(CATCH_UP);
            running.platform().tickNow();
            long deadline = System.nanoTime() + PUBLISH.toNanos();
            while (published() < mark) {
                if (System.nanoTime() - deadline > 0) {
                    throw new CannotRunException("every event is in its window, but panes are published only up to "
                            + instant(published()) + " and not to " + instant(mark) + " after " + PUBLISH.toMinutes()
                            + " minutes. The logs in " + running.directory().path() + " may say why.");
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    String summary(String name, ReplayOutcome outcome) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        double posting = (postedNanos - startNanos) / 1e9;
        Totals now = Totals.of(windows.heads());
        long duplicates = now.duplicates() - before.duplicates();
        StringBuilder text = new StringBuilder();
        text.append("%s: %,d events accepted, %,d rejected; %,d unique, %,d duplicates%n"
                .formatted(
                        name,
                        outcome.accepted(),
                        outcome.rejected(),
                        now.events() - before.events() - duplicates,
                        duplicates));
        text.append("posted in %.1f s, last window closed after %.1f s: %,.0f events/s%n"
                .formatted(posting, seconds, (outcome.accepted() + outcome.rejected()) / seconds));
        text.append("every window is final and published up to watermark %s%n".formatted(instant(published())));
        if (now.quarantined() > before.quarantined()) {
            text.append("%,d records are in quarantine%n".formatted(now.quarantined() - before.quarantined()));
        }
        for (View view : running.views().views()) {
            text.append("  ./tidemark windows --data %s --view %s%n"
                    .formatted(running.directory().path(), view.name()));
        }
        return text.toString();
    }

    private String line() {
        ReplayProgress now = progress;
        long inWindows = Totals.of(windows.heads()).events() - before.events();
        return "  %,d events posted, %,.0f/s; %,d in windows; published up to %s"
                .formatted(now.posted(), now.rate(), inWindows, instant(published()));
    }

    private long published() {
        return Arrays.stream(TimeDomain.values())
                .filter(domain -> running.views().views().stream().anyMatch(view -> view.time() == domain))
                .mapToLong(windows::published)
                .min()
                .orElse(Watermarks.UNKNOWN);
    }

    private static String instant(long millis) {
        return millis == Watermarks.UNKNOWN ? "-" : IsoInstant.format(millis);
    }

    /** Over all shards. */
    private record Totals(long events, long duplicates, long quarantined) {
        static Totals of(List<HeadItem> heads) {
            List<ShardCounts> counts = heads.stream().map(HeadItem::counts).toList();
            return new Totals(
                    counts.stream().mapToLong(ShardCounts::events).sum(),
                    counts.stream().mapToLong(ShardCounts::duplicates).sum(),
                    counts.stream().mapToLong(ShardCounts::quarantined).sum());
        }
    }
}
