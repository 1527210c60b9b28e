package dev.tidemark.batch;

import dev.tidemark.batch.line.StageRunner;
import dev.tidemark.batch.night.Night;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.batch.night.Request;
import dev.tidemark.batch.night.TablesFormat;
import dev.tidemark.batch.stage.HoleAcceptance;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.domain.view.ViewsParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What the command and the function have in common: views file in, one night, result out. */
final class Job {

    private Job() {}

    /**
     * Reads a views file.
     *
     * @throws RefusedException if it cannot be read, with the line and the reason
     */
    static Views views(Path file) {
        try {
            return ViewsParser.parse(Files.readString(file), file.toString());
        } catch (ViewsException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new RefusedException("cannot read the views file " + file + ": " + e.getMessage());
        }
    }

    /**
     * Accepts a hole in the archive.
     *
     * @return in words
     * @throws RefusedException if there is no such hole, or the tables are of another format
     */
    static String accept(Stores stores, String hole, Clock clock) {
        TablesFormat.require(stores.items());
        HoleAcceptance.Acceptance acceptance =
                new HoleAcceptance(stores.items(), stores.objects()).accept(hole, clock.millis());
        if (acceptance instanceof HoleAcceptance.HoleAccepted accepted) {
            return "accepted: the hole " + accepted.hole().name() + "; it stays in the report";
        }
        throw new RefusedException("nothing was accepted: " + ((HoleAcceptance.NoHole) acceptance).reason());
    }

    /** Runs a night; what goes wrong on the way comes out as the exception that it is. */
    static NightResult run(
            Stores stores,
            Request request,
            Clock clock,
            RandomGenerator random,
            Consumer<String> progress,
            StageRunner runner) {
        return new Night(
                        stores.objects(),
                        stores.items(),
                        clock,
                        new StepProgress(progress, clock),
                        request,
                        published -> RunIds.after(published, clock.instant(), random),
                        runner)
                .run();
    }
}
