package dev.tidemark.local.cli;

import dev.tidemark.local.data.DataClock;
import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.local.verify.StageInAccount;
import dev.tidemark.local.verify.Verification;
import dev.tidemark.local.verify.VerifiedStage;
import dev.tidemark.platform.ExitCode;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidemark verify}: a smoke test of a stage, in ten minutes. */
@Command(
        name = "verify",
        description = {
            "Try a deployed stage in ten minutes: post, window, pane, night, report, alarms.",
            "The key that it posts with is read from the variable TIDEMARK_KEY; account and region are those of the AWS SDK:"
                    + " AWS_PROFILE, AWS_REGION. Without --stage it tries the platform on this machine."
        },
        sortOptions = false)
final class VerifyCommand extends PlatformCommand {

    private static final String KEY = "TIDEMARK_KEY";

    @Option(names = "--stage", paramLabel = "STAGE", description = "The stage, as dev.")
    private @Nullable String stage;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where it is posted to. Default: the API that may call the stage's ingestion.")
    private @Nullable URI url;

    @Override
    void check() {
        super.check();
        if (stage == null && url != null) {
            throw new CannotRunException("--url goes with --stage.");
        }
    }

    @Override
    ExitCode run() throws InterruptedException {
        if (stage == null) {
            try (RunningOnData running =
                    RunningOnData.start(this, "verify", DEFAULT_DATA.resolve("verify"), DataClock.WALL)) {
                return verify(new LocalStage(running, this::say));
            }
        }
        String key = System.getenv(KEY);
        if (key == null || key.isBlank()) {
            throw new CannotRunException(
                    "the variable " + KEY + " is not set: it has the API key to post with, which is"
                            + " shown to nobody who lists processes. docs/deploy.md says how one is made.");
        }
        try (StageInAccount deployed =
                new StageInAccount(stage, Optional.ofNullable(url), key, StageInAccount.Clients.ofEnvironment())) {
            return verify(deployed);
        }
    }

    private ExitCode verify(VerifiedStage verified) throws InterruptedException {
        return new Verification(verified, Clock.systemUTC(), line -> {
                    out().println(line);
                    out().flush();
                })
                .run();
    }
}
