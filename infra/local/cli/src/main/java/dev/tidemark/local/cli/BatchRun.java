package dev.tidemark.local.cli;

import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.local.platform.Checkout;
import dev.tidemark.local.platform.Names;
import dev.tidemark.local.runtime.emulator.LocalClients;
import dev.tidemark.platform.Environment;
import dev.tidemark.platform.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The night's work on a data directory: the batch's own command as a process beside this one, with the environment that a
 * function would have. It ends when this process does, however this one ends: the batch reads from a pipe that this process
 * holds open, and writes nothing to.
 */
final class BatchRun {

    private static final String HEAP = "-Xmx1g";

    /** Added to a signal's number in the code of a process that it ended. */
    private static final int SIGNALLED = 128;

    private final Path data;
    private final Path viewsFile;
    private final DynamoDbClient dynamoDb;
    private final S3Client s3;

    BatchRun(Path data, Path viewsFile, DynamoDbClient dynamoDb, S3Client s3) {
        this.data = data;
        this.viewsFile = viewsFile;
        this.dynamoDb = dynamoDb;
        this.s3 = s3;
    }

    /**
     * Runs it to its end.
     *
     * @param options of the batch's command beside those that name the data directory; none for all days that new
     *     arrivals touch
     * @param say takes its progress, line by line
     * @param out takes the verdict and the ledger
     * @throws CannotRunException if it cannot be started, or was ended before it was done
     */
    ExitCode run(List<String> options, Consumer<String> say, PrintWriter out) throws InterruptedException {
        Process process = start(options);
        try (Shutdown shutdown = Shutdown.with(process::destroyForcibly)) {
            Thread progress =
                    new Thread(() -> lines(process.errorReader(StandardCharsets.UTF_8), say), "batch-progress");
            progress.setDaemon(true);
            progress.start();
            lines(process.inputReader(StandardCharsets.UTF_8), out::println);
            int code = process.waitFor();
            progress.join();
            out.flush();
            return exitCode(code);
        }
    }

    /** What a process ends with that nobody killed and that did not break is one of ours. */
    private static ExitCode exitCode(int code) {
        ExitCode exitCode = ExitCode.of(code);
        if (exitCode.code() != code) {
            throw new CannotRunException("the batch was ended from outside"
                    + (code > SIGNALLED ? ", by signal " + (code - SIGNALLED) : ", with code " + code)
                    + ". What was published before stays; './tidemark batch' does it again.");
        }
        return exitCode;
    }

    private Process start(List<String> options) {
        Path jar = jar();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-Dslf4j.internal.verbosity=ERROR",
                "-jar",
                jar.toString(),
                "--data-dir",
                data.toString(),
                "--views",
                viewsFile.toString(),
                "--end-with-input"));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new CannotRunException("cannot start the batch: " + e.getMessage() + ".", e);
        }
    }

    private static Path jar() {
        Path target = Checkout.find().root().resolve("batch-job/target");
        try (var jars = Files.newDirectoryStream(target, "batch-job-*.jar")) {
            for (Path jar : jars) {
                return jar;
            }
        } catch (IOException e) {
            // Said below: what is missing is the build, whatever the file system calls it.
        }
        throw new CannotRunException("the batch is not built: there is no batch-job jar in " + target
                + ". Run 'mvn -pl batch-job -am package'.");
    }

    private Map<String, String> environment() {
        Map<String, String> variables = new java.util.LinkedHashMap<>(Names.LOCAL.environment());
        variables.put(Environment.VIEWS, viewsFile.toString());
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", endpoint(dynamoDb));
        variables.put("AWS_ENDPOINT_URL_S3", endpoint(s3));
        variables.put("AWS_REGION", LocalClients.REGION.id());
        variables.put("AWS_ACCESS_KEY_ID", LocalClients.CREDENTIAL);
        variables.put("AWS_SECRET_ACCESS_KEY", LocalClients.CREDENTIAL);
        return variables;
    }

    private static String endpoint(SdkClient client) {
        return client.serviceClientConfiguration()
                .endpointOverride()
                .orElseThrow(() -> new IllegalStateException("a local client without an endpoint"))
                .toString();
    }

    private static void lines(BufferedReader reader, Consumer<String> to) {
        try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                to.accept(line);
            }
        } catch (IOException e) {
            // The process was ended; its exit code says the rest.
        }
    }
}
