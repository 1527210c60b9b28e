package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine;

/** A recording that takes seconds: every seventh vehicle, 17 of them, over all of its time, dead spots included. */
final class VehicleSample {

    private VehicleSample() {}

    /** Writes it into a folder; skips the test where the recorded data are missing. */
    static Path in(Path folder) throws IOException {
        Path vehicles = Built.shared("data/vehicles.ndjson.gz");
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(vehicles)), StandardCharsets.UTF_8))) {
            List<String> sample =
                    lines.lines().filter(VehicleSample::isOfSeventhVehicle).toList();
            assertThat(sample).hasSizeGreaterThan(20_000);
            return Files.write(folder.resolve("sample.ndjson"), sample);
        }
    }

    /** The command that replays it into a data directory, parsed and not run. */
    static ReplayCommand replay(Path recording, Path data) {
        ReplayCommand command = new ReplayCommand();
        new CommandLine(command)
                .parseArgs(
                        recording.toString(),
                        "--views",
                        Built.shared("data/views/vehicles.yaml").toString(),
                        "--data",
                        data.toString(),
                        "--port",
                        "0");
        return command;
    }

    private static boolean isOfSeventhVehicle(String line) {
        int at = line.indexOf("\"vehicle-") + "\"vehicle-".length();
        return Integer.parseInt(line.substring(at, at + 3)) % 7 == 0;
    }
}
