package dev.tidemark.local.runtime.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.local.runtime.Built;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionCacheTest {

    @TempDir
    private Path directory;

    private Path shared;
    private Path own;

    @BeforeEach
    void name() {
        shared = directory.resolve("cache");
        own = directory.resolve("own");
    }

    @Test
    void theSamePackageIsUnpackedOnceAndAnotherBesideIt() throws IOException {
        UnpackedFunction first = cache().unpacked(function("a.zip", "text"));
        FileTime unpacked = Files.getLastModifiedTime(first.task().resolve("text.txt"));

        UnpackedFunction again = cache().unpacked(function("copy.zip", "text"));
        UnpackedFunction other = cache().unpacked(function("b.zip", "another text"));

        assertThat(again.task()).isEqualTo(first.task());
        assertThat(again.classPath()).isEqualTo(first.classPath());
        assertThat(Files.getLastModifiedTime(again.task().resolve("text.txt"))).isEqualTo(unpacked);
        assertThat(other.task().resolve("text.txt")).hasContent("another text");
        assertThat(first.task().resolve("text.txt")).hasContent("text");
        assertThat(own).doesNotExist();
    }

    @Test
    void theClassPathIsOfJarsAloneAndHoldsWhatADirectoryOfClassesWould() throws IOException {
        Path zip = ProbeZip.write(
                directory.resolve("a.zip"),
                Map.of(
                        "META-INF/MANIFEST.MF",
                        "Manifest-Version: 1.0\nImplementation-Title: probe\nClass-Path: lib/b.jar\nMulti-Release: true\n",
                        "META-INF/SIGNED.SF",
                        "signed",
                        "lib/b.jar",
                        "b",
                        "lib/a.jar",
                        "a",
                        "lib/text.txt",
                        "text"));

        UnpackedFunction function = cache().unpacked(FunctionSpec.of("probe", zip, "A::b"));

        List<Path> classPath =
                Stream.of(function.classPath().split(":")).map(Path::of).toList();
        Path entry = function.task().getParent();
        assertThat(classPath).allSatisfy(jar -> assertThat(jar).isRegularFile());
        assertThat(classPath.get(0)).isEqualTo(entry.resolve("bootstrap.jar"));
        assertThat(classPath.subList(classPath.size() - 3, classPath.size()))
                .containsExactly(
                        entry.resolve("function.jar"),
                        function.task().resolve("lib/a.jar"),
                        function.task().resolve("lib/b.jar"));
        try (JarFile jar = new JarFile(entry.resolve("function.jar").toFile())) {
            assertThat(jar.stream().map(Object::toString))
                    .contains(
                            "dev/tidemark/local/runtime/lambda/",
                            "dev/tidemark/local/runtime/lambda/ProbeFunction.class",
                            "lib/text.txt")
                    .doesNotContain("lib/a.jar", "META-INF/SIGNED.SF");
            assertThat(jar.getManifest().getMainAttributes().getValue("Class-Path"))
                    .isNull();
            assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Title"))
                    .isEqualTo("probe");
            assertThat(jar.isMultiRelease()).isFalse();
        }
    }

    @Test
    void whatAProcessThatWasKilledHadBegunIsDoneAnew() throws IOException {
        FunctionSpec function = function("a.zip", "text");
        Path entry = shared.resolve(Unpacking.of(function.zip(), client()).key());
        Files.createDirectories(
                entry.resolveSibling(entry.getFileName() + ".new").resolve("task"));
        Files.createDirectories(entry);

        UnpackedFunction unpacked = cache().unpacked(function);

        assertThat(unpacked.task()).isEqualTo(entry.resolve("task"));
        assertThat(unpacked.task().resolve("text.txt")).hasContent("text");
        assertThat(entries()).containsExactly(entry);
    }

    @Test
    void processesThatUnpackTheSameAtOnceShareIt() throws Exception {
        Path zip = function("a.zip", "text").zip();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(process(zip));
        }
        List<String> tasks = new ArrayList<>();
        for (Process process : processes) {
            tasks.add(task(process));
        }

        assertThat(tasks).doesNotContainNull().containsOnly(tasks.get(0));
        assertThat(Path.of(tasks.get(0), "text.txt")).hasContent("text");
        assertThat(own).doesNotExist();
        assertThat(entries()).hasSize(1);
        for (Process process : processes) {
            end(process);
        }
    }

    @Test
    void oldEntriesGoOnceThereAreNewerOnesAndNobodyUsesThem() throws Exception {
        Process process = process(function("a.zip", "used by another process").zip());
        Path used = Path.of(task(process)).getParent();
        age(used, 1);
        List<Path> unused = new ArrayList<>();
        for (int i = 0; i < FunctionCache.KEPT + 1; i++) {
            Path entry = Files.createDirectories(shared.resolve("unused" + i));
            Files.createFile(entry.resolve("in-use"));
            age(entry, 1_000L * (i + 2));
            unused.add(entry);
        }

        Path first = cache().unpacked(function("b.zip", "first")).task().getParent();

        assertThat(entries())
                .as("the newest, and the oldest of all because it is used")
                .hasSize(FunctionCache.KEPT + 1)
                .contains(first, used)
                .containsAll(unused.subList(2, unused.size()));

        end(process);
        Path second = cache().unpacked(function("c.zip", "second")).task().getParent();

        assertThat(entries())
                .hasSize(FunctionCache.KEPT)
                .contains(first, second)
                .doesNotContain(used);
    }

    @Test
    void aCacheThatCannotBeWrittenIsDoneWithout() throws IOException {
        Files.writeString(shared, "no directory");

        UnpackedFunction unpacked = cache().unpacked(function("a.zip", "text"));

        assertThat(unpacked.task()).startsWith(own);
        assertThat(unpacked.task().resolve("text.txt")).hasContent("text");
    }

    private FunctionCache cache() throws IOException {
        return new FunctionCache(shared, own, client());
    }

    private static RuntimeClient client() throws IOException {
        return RuntimeClient.in(Built.PARTS.runtimeInterfaceClient());
    }

    private FunctionSpec function(String zip, String text) {
        return FunctionSpec.of("probe", ProbeZip.write(directory.resolve(zip), Map.of("text.txt", text)), "A::b");
    }

    private static void age(Path entry, long millis) throws IOException {
        Files.setLastModifiedTime(entry.resolve("in-use"), FileTime.fromMillis(millis));
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> all = Files.list(shared)) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    private Process process(Path zip) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        UnpackMain.class.getName(),
                        shared.toString(),
                        zip.toString(),
                        Built.PARTS.runtimeInterfaceClient().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String task(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
    }

    private static void end(Process process) throws Exception {
        process.getOutputStream().close();
        process.waitFor();
    }
}
