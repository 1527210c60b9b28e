package dev.tidemark.ingest.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The platform's Kinesis emulator in a process of its own, which ends with this one. */
final class KinesisEmulator implements AutoCloseable {

    private static final Path HOME = Path.of("..", "infra", "local", "runtime", "kinesis");

    private final Process process;
    private final int port;

    private KinesisEmulator(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static KinesisEmulator start() throws IOException, InterruptedException {
        Process install = new ProcessBuilder("node", "install.cjs")
                .directory(HOME.toFile())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!install.waitFor(5, TimeUnit.MINUTES) || install.exitValue() != 0) {
            throw new IOException("the Kinesis emulator cannot be installed");
        }
        Path data = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "kinesis");
        Process process = new ProcessBuilder("node", "server.cjs", data.toString(), "0")
                .directory(HOME.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null || !line.startsWith("listening ")) {
            process.destroyForcibly();
            throw new IOException("the Kinesis emulator says: " + line);
        }
        return new KinesisEmulator(process, Integer.parseInt(line.substring("listening ".length())));
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
