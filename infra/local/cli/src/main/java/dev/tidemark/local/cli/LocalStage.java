package dev.tidemark.local.cli;

import dev.tidemark.domain.view.Views;
import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.local.verify.AlarmStates;
import dev.tidemark.local.verify.NightAnswer;
import dev.tidemark.local.verify.VerifiedStage;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.serving.tables.TableReader;
import dev.tidemark.serving.windows.WindowReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The platform on this machine as a stage that is verified. */
final class LocalStage implements VerifiedStage {

    private final RunningOnData running;
    private final Consumer<String> progress;

    LocalStage(RunningOnData running, Consumer<String> progress) {
        this.running = running;
        this.progress = progress;
    }

    @Override
    public String name() {
        return "the platform on this machine";
    }

    @Override
    public URI ingest() {
        return running.platform().ingestUrl();
    }

    @Override
    public String apiKey() {
        return RunningOnData.API_KEY;
    }

    @Override
    public Views views() {
        return running.views();
    }

    @Override
    public WindowReader windows() {
        return running.windows();
    }

    @Override
    public TableReader tables() {
        return new TableReader(running.platform().dynamoDb(), running.platform().names()::table);
    }

    @Override
    public Optional<String> object(String key) {
        try {
            return Optional.of(running.platform()
                    .s3()
                    .getObjectAsBytes(request ->
                            request.bucket(running.platform().names().bucket()).key(key))
                    .asUtf8String());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /** The batch's own command: there is no function of it here. */
    @Override
    public NightAnswer night(LocalDate day) throws InterruptedException {
        StringWriter ledger = new StringWriter();
        try {
            ExitCode code =
                    running.batch().run(List.of("--date", day.toString()), progress, new PrintWriter(ledger, true));
            return new NightAnswer.Ended(
                    code,
                    ledger.toString()
                            .lines()
                            .filter(line -> !line.isBlank())
                            .findFirst()
                            .orElse("it said nothing"));
        } catch (CannotRunException e) {
            return new NightAnswer.Failed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public AlarmStates alarms() {
        return new AlarmStates.AlarmsUnknown(
                "there is no CloudWatch on this machine; what each alarm would do is simulated"
                        + " (docs/simulation.md)");
    }

    @Override
    public String whatStays() {
        return "It stays in the data directory " + running.directory().path() + ", which --fresh forgets.";
    }
}
