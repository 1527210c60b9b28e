package dev.tidemark.local.cli;

import dev.tidemark.domain.watermark.StageReading;
import dev.tidemark.local.data.DataClock;
import dev.tidemark.local.data.DataDirectory;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.serving.watermarks.HeldBack;
import dev.tidemark.serving.watermarks.StageFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidemark watermarks}: how far each stage is, and how far it is behind. */
@Command(
        name = "watermarks",
        description = {
            "Print the input and output watermark of each stage: ingested, shard, global, published, archived, verified.",
            "The lag is the output's distance from now, or for a recording from the latest instant in its log.",
            "Below, the shards that hold the watermarks back: idle, behind, or failing.",
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
            List<HeldBack> held =
                    HeldBack.in(reading, stores.views().watermark().heartbeatEvery(), now);
            format.print(reading, held, now, out());
        }
        return ExitCode.PASS;
    }
}
