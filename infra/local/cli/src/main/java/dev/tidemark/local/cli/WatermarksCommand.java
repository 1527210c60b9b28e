package dev.tidemark.local.cli;

import dev.tidemark.domain.watermark.StageReading;
import dev.tidemark.local.data.DataClock;
import dev.tidemark.local.data.DataDirectory;
import dev.tidemark.local.watermarks.StageFormat;
import dev.tidemark.platform.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidemark watermarks}: how far each stage is, and how far it is behind. */
@Command(
        name = "watermarks",
        description = {
            "Print the input and output watermark of each stage: ingested, shard, global, published, archived, verified.",
            "The lag is the output's distance from now, or for a recording from the latest instant in its log.",
            "Works while the platform runs, and without it."
        },
        sortOptions = false)
final class WatermarksCommand extends LocalCommand {

    @Option(
            names = "--format",
            paramLabel = "table|json",
            defaultValue = "table",
            description = "Default: ${DEFAULT-VALUE}.")
    private StageFormat format = StageFormat.TABLE;

    @Override
    ExitCode run() throws IOException, InterruptedException {
        Path asked = data();
        Path path = asked == null ? DefaultData.latest(DEFAULT_DATA) : asked;
        boolean wall = DataDirectory.clockOf(path).equals(DataClock.WALL);
        try (StoresOfData stores = StoresOfData.openWithStream(path, views())) {
            StageReading reading = stores.stages().read();
            long now = wall ? Clock.systemUTC().millis() : reading.saidMillis();
            format.print(reading, now, out());
        }
        return ExitCode.PASS;
    }
}
