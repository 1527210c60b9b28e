package dev.tidemark.local.runtime.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.local.runtime.Built;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances start from the archive that the first one left, under the client and the JVM as they are. */
class FunctionArchiveTest {

    /** What the JVM says of a class that it took from the archive. */
    private static final String FROM_ARCHIVE = ProbeFunction.class.getName() + " source: shared objects file (top)";

    private static Vertx vertx;

    @TempDir
    private Path directory;

    private int starts;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void theSecondStartTakesItsClassesFromTheArchiveOfTheFirstWhateverItsCompilerAndMemory() throws IOException {
        assertThat(loaded(probe())).doesNotContain(FROM_ARCHIVE).contains(ProbeFunction.class.getName());
        assertThat(archives()).hasSize(1);

        assertThat(loaded(probe())).contains(FROM_ARCHIVE);
        assertThat(loaded(probe().withMemory(512).withJvmFlags())).contains(FROM_ARCHIVE);
        assertThat(archives()).hasSize(1);
    }

    @Test
    void anArchiveThatWasCutShortIsPassedOverAndWrittenAnew() throws IOException {
        loaded(probe());
        Path archive = archives().get(0);
        byte[] bytes = Files.readAllBytes(archive);
        Files.write(archive, Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(loaded(probe())).doesNotContain(FROM_ARCHIVE);
        assertThat(loaded(probe())).contains(FROM_ARCHIVE);
    }

    @Test
    void anArchiveOfOtherJarsIsPassedOverWithoutAWord() throws IOException {
        loaded(probe());
        Path jar = archives().get(0).resolveSibling("function.jar");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));

        assertThat(loaded(probe())).doesNotContain(FROM_ARCHIVE).contains(ProbeFunction.class.getName());
        assertThat(printed()).doesNotContain("[cds", "[aot", "shared");
    }

    @Test
    void aWriterThatIsKilledLeavesTheNextOneToWrite() throws IOException {
        try (LocalLambda lambda = start()) {
            Invoker probe = lambda.deploy(probe());
            assertThat(probe.invoke(json("exit")).join()).isInstanceOf(InvocationOutcome.InvocationFailed.class);
            assertThat(probe.invoke(json("count")).join()).isInstanceOf(InvocationOutcome.Returned.class);
        }
        assertThat(archives()).as("of the second instance").hasSize(1);

        assertThat(loaded(probe())).contains(FROM_ARCHIVE);
    }

    private FunctionSpec probe() {
        return ProbeZip.in(directory);
    }

    private LocalLambda start() {
        starts++;
        return LocalLambda.start(
                vertx,
                Built.PARTS.runtimeInterfaceClient(),
                directory.resolve("cache"),
                directory.resolve("functions"),
                directory.resolve("logs" + starts));
    }

    /** Starts, invokes and ends an instance; what its JVM says of the classes that it loaded. */
    private String loaded(FunctionSpec function) throws IOException {
        Path log = directory.resolve("classes.log");
        String[] flags = Stream.concat(
                        function.jvmFlags().stream(), Stream.of("-Xlog:class+load=info:file=" + log + ":none"))
                .toArray(String[]::new);
        try (LocalLambda lambda = start()) {
            Invoker probe = lambda.deploy(function.withJvmFlags(flags));
            assertThat(probe.invoke(json("echo hello")).join()).isInstanceOf(InvocationOutcome.Returned.class);
        }
        return Files.readString(log);
    }

    /** By the instance that started last. */
    private String printed() throws IOException {
        return Files.readString(directory.resolve("logs" + starts).resolve("probe-1.log"));
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("cache"))) {
            return all.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }

    private static byte[] json(String event) {
        return ("\"" + event + "\"").getBytes(StandardCharsets.UTF_8);
    }
}
