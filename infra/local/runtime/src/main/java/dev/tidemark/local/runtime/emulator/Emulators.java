package dev.tidemark.local.runtime.emulator;

import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.LocalRuntimeException.RuntimeProblem;
import dev.tidemark.local.runtime.RuntimeParts;
import dev.tidemark.local.runtime.process.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Running emulators, each on a free port of the loopback interface, each with a folder of its own in a data directory.
 * What they hold survives a restart. {@link #close} ends their processes, and so does the end of this one, however it
 * comes.
 */
public final class Emulators implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);

    private final Map<Emulator, URI> endpoints;
    private final List<ChildProcess> children;
    private final LocalClients clients;
    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private volatile boolean closing;

    private Emulators(Map<Emulator, URI> endpoints, List<ChildProcess> children) {
        this.endpoints = endpoints;
        this.children = children;
        this.clients = new LocalClients(this::endpoint);
        for (ChildProcess child : children) {
            child.exit().thenAccept(code -> ended(child, code));
        }
    }

    private void ended(ChildProcess child, int code) {
        if (!closing) {
            List<String> said = child.recentLines();
            lost.complete("the process of the " + child.name() + " emulator ended with code " + code
                    + (said.isEmpty() ? "" : " (" + said.get(said.size() - 1).strip() + ")") + ". See " + child.log()
                    + ", and start again: what was written is kept");
        }
    }

    /** Completes with what happened when an emulator's process ends before {@link #close}. */
    public CompletableFuture<String> lost() {
        return lost.copy();
    }

    /**
     * Starts emulators and waits until they answer.
     *
     * @param dataDirectory what they keep is in {@code dynamodb}, {@code s3} and {@code kinesis}, what they print in
     *     {@code logs}; created when missing
     * @throws LocalRuntimeException if something that they need is missing, or one of them does not start
     */
    public static Emulators start(RuntimeParts parts, Path dataDirectory, Set<Emulator> which) {
        Path data = dataDirectory.toAbsolutePath();
        List<ChildProcess> children = new ArrayList<>();
        try {
            Files.createDirectories(data);
            Map<Emulator, URI> endpoints = new EnumMap<>(Emulator.class);
            boolean stores = which.contains(Emulator.DYNAMODB) || which.contains(Emulator.S3);
            if (stores) {
                children.add(startStores(parts, data, which));
            }
            if (which.contains(Emulator.KINESIS)) {
                children.add(startKinesis(parts, data));
            }
            if (which.contains(Emulator.DYNAMODB)) {
                endpoints.put(Emulator.DYNAMODB, listening(children.get(0), "listening dynamodb "));
            }
            if (which.contains(Emulator.S3)) {
                endpoints.put(Emulator.S3, listening(children.get(0), "listening s3 "));
            }
            if (which.contains(Emulator.KINESIS)) {
                endpoints.put(Emulator.KINESIS, listening(children.get(stores ? 1 : 0), "listening "));
            }
            return new Emulators(endpoints, children);
        } catch (IOException e) {
            children.forEach(ChildProcess::close);
            throw new LocalRuntimeException(
                    RuntimeProblem.CHILD_PROCESS, "cannot start the emulators: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            children.forEach(ChildProcess::close);
            throw e;
        }
    }

    private static ChildProcess startStores(RuntimeParts parts, Path data, Set<Emulator> which) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                javaCommand(),
                "-XX:+UseSerialGC",
                "-Xms64m",
                "-Xmx768m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dlogback.configurationFile=dev/tidemark/local/runtime/emulator/logback.xml",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                ownClasses() + File.pathSeparator + parts.storeJars().resolve("*"),
                StoresMain.class.getName()));
        if (which.contains(Emulator.DYNAMODB)) {
            command.addAll(List.of("dynamodb", data.resolve("dynamodb").toString()));
        }
        if (which.contains(Emulator.S3)) {
            command.addAll(List.of("s3", data.resolve("s3").toString()));
        }
        return ChildProcess.start("stores", command, data, Map.of(), data.resolve("logs/stores.log"));
    }

    private static ChildProcess startKinesis(RuntimeParts parts, Path data) throws IOException {
        Path folder = parts.kinesis();
        Node.require();
        Path store = Files.createDirectories(data.resolve("kinesis"));
        List<String> command =
                List.of(Node.COMMAND, folder.resolve("server.cjs").toString(), store.toString(), "0");
        return ChildProcess.start("kinesis", command, data, Map.of(), data.resolve("logs/kinesis.log"));
    }

    private static String javaCommand() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String ownClasses() {
        try {
            return Path.of(Emulators.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class path entry that is no file", e);
        }
    }

    private static URI listening(ChildProcess child, String prefix) {
        return URI.create("http://127.0.0.1:" + child.awaitLine(prefix, START));
    }

    /**
     * Where an emulator listens.
     *
     * @throws IllegalStateException if it was not started
     */
    public URI endpoint(Emulator emulator) {
        URI endpoint = endpoints.get(emulator);
        if (endpoint == null) {
            throw new IllegalStateException(emulator + " was not started, only " + endpoints.keySet());
        }
        return endpoint;
    }

    /** A client of the DynamoDB emulator; closed with the emulators. */
    public DynamoDbClient dynamoDb() {
        return clients.dynamoDb();
    }

    /** A client of the S3 emulator; closed with the emulators. */
    public S3Client s3() {
        return clients.s3();
    }

    /** A client of the Kinesis emulator; closed with the emulators. */
    public KinesisClient kinesis() {
        return clients.kinesis();
    }

    /** Ends their processes at once, without a chance to clean up: SIGKILL. */
    public void kill() {
        closing = true;
        children.forEach(ChildProcess::kill);
        close();
    }

    @Override
    public void close() {
        closing = true;
        clients.close();
        children.forEach(ChildProcess::end);
        children.forEach(ChildProcess::close);
    }
}
