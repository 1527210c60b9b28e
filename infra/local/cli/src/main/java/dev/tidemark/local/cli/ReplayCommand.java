package dev.tidemark.local.cli;

import dev.tidemark.local.data.DataClock;
import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.local.replay.Recording;
import dev.tidemark.local.replay.Rejection;
import dev.tidemark.local.replay.ReplayOutcome;
import dev.tidemark.platform.ExitCode;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tidemark replay}: a recorded data set, as it once arrived. */
@Command(
        name = "replay",
        description = "Post a recorded data set in its order of arrival, by its own clock, and close its windows.",
        sortOptions = false)
final class ReplayCommand extends PlatformCommand {

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = {
                "Recorded events, one JSON object a line, sorted by receivedAt, plain or gzip:",
                "receivedAt, deviceId, id, type, occurredAt, and where there are, sentAt, value, attributes."
            })
    private List<Path> files = List.of();

    @Override
    ExitCode run() throws InterruptedException {
        String name = Recording.nameOf(files);
        // Before anything is started, forgotten or posted: a file that is not there, or not right, changes nothing.
        Recording.check(files);
        try (Recording recording = Recording.open(files);
                RunningOnData running =
                        RunningOnData.start(this, "replay", DEFAULT_DATA.resolve(name), DataClock.of(name))) {
            ReplayRun run = new ReplayRun(running, this::say);
            ReplayOutcome outcome = run.post(recording);
            run.closeWindows(outcome);
            out().print(run.summary(name, outcome));
            out().println();
            ExitCode taken = outcome.rejected() == 0 ? ExitCode.PASS : rejected(outcome);
            say("the night: recompute from the archive, replay every decision, reconcile");
            ExitCode verdict = running.batch().run(List.of(), this::say, out());
            return verdict == ExitCode.PASS ? taken : verdict;
        }
    }

    private ExitCode rejected(ReplayOutcome outcome) {
        StringBuilder text =
                new StringBuilder("tidemark: the API rejected %,d of the recording's events; they are in no window."
                        .formatted(outcome.rejected()));
        for (Rejection rejection : outcome.firstRejections()) {
            text.append("\n  ").append(rejection);
        }
        if (outcome.rejected() > outcome.firstRejections().size()) {
            text.append("\n  …");
        }
        say(text.toString());
        if (outcome.accepted() == 0) {
            throw new CannotRunException("not one event was accepted.");
        }
        return ExitCode.WARNING;
    }
}
