package dev.tidemark.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.local.platform.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The script {@code tidemark} in a checkout of a few bytes: a Maven that leaves what a build leaves, and a Java that says how it
 * was started.
 */
class LauncherTest {

    private static final String MAVEN = """
            #!/usr/bin/env bash
            if [[ $1 == --version ]]; then echo 'Apache Maven 3.9.9'; exit; fi
            echo built >>"$PWD/../builds.log"
            mkdir -p {domain,{ingest,window,query}-function,infra/local/cli}/target batch-job/target/lib
            mkdir -p infra/local/runtime/target/{emulators,runtime-interface-client} infra/local/runtime/kinesis/node_modules/k
            for file in domain/target/domain-1.0.0-SNAPSHOT.jar {ingest,window,query}-function/target/function.zip \\
                infra/local/cli/target/local-cli-1.0.0-SNAPSHOT.jar batch-job/target/{batch-job-1.0.0-SNAPSHOT,lib/duck}.jar \\
                infra/local/runtime/target/{emulators/store,runtime-interface-client/client}.jar \\
                infra/local/runtime/kinesis/node_modules/k/index.js; do
              # Maven writes into its own jars and zips, and puts others in the place of libraries.
              [[ $file == *SNAPSHOT* || $file == *.zip ]] || rm -f "$file"
              cp domain/src/main/source.txt "$file"
            done
            [[ -e ../m2/library.jar ]] || echo -n first >../m2/library.jar
            echo -n "$PWD/domain/target/domain-1.0.0-SNAPSHOT.jar:$(cd ../m2 && pwd)/library.jar" >infra/local/cli/target/classpath
            """;

    private static final String JAVA = """
            #!/usr/bin/env bash
            case $1 in
              -version) echo 'openjdk version "17.0.9"' >&2 ;;
              -XshowSettings*) echo "    java.home = $JAVA_HOME" >&2 ;;
              *) printf '%s\\n' "$@" "LC_ALL=${LC_ALL-}"
                 if [[ ${!#} == wait ]]; then read -r; fi ;;
            esac
            """;

    @TempDir
    private Path temp;

    private Path root;

    @BeforeEach
    void checkOut() throws IOException {
        root = temp.resolve("checkout");
        Path script = Checkout.find().root().resolve("tidemark");
        Files.createDirectories(root);
        Files.createDirectories(temp.resolve("m2"));
        executable(root.resolve("tidemark"), Files.readString(script));
        for (String module : List.of(
                "domain",
                "platform",
                "serving",
                "clients/java",
                "ingest-function",
                "window-function",
                "query-function",
                "batch-job",
                "simulation",
                "infra/local/runtime",
                "infra/local/platform",
                "infra/local/cli")) {
            Files.createDirectories(root.resolve(module).resolve("src/main"));
            Files.writeString(root.resolve(module).resolve("pom.xml"), module);
            Files.writeString(root.resolve(module).resolve("src/main/source.txt"), "first");
        }
        Files.createDirectories(root.resolve("infra/local/runtime/kinesis"));
        Files.writeString(root.resolve("infra/local/runtime/kinesis/server.cjs"), "first");
        Files.writeString(root.resolve("pom.xml"), "root");
        Files.writeString(root.resolve("views.yaml"), "views");
        executable(temp.resolve("jdk/bin/java"), JAVA);
        executable(temp.resolve("jdk/bin/javac"), "");
        executable(temp.resolve("bin/mvn"), MAVEN);
        executable(temp.resolve("bin/node"), "#!/bin/sh\necho v20.1.0\n");
    }

    @Test
    void whatIsBuiltIsRunAgainUntilASourceIsAnother() throws Exception {
        assertThat(contents(started("up"))).containsOnly("first");
        assertThat(started("up")).isEqualTo(started("up"));
        assertThat(builds()).isEqualTo(1);

        Files.writeString(root.resolve("domain/src/main/source.txt"), "second");
        assertThat(contents(started("up"))).containsExactly("second", "second", "first");
        assertThat(builds()).isEqualTo(2);
        Files.writeString(root.resolve("domain/src/main/source.txt"), "first");
        assertThat(contents(started("up")))
                .as("the build of these sources is still there")
                .containsOnly("first");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void aCopiedAndAMovedCheckoutRunWithoutBuildingAnew() throws Exception {
        started("up");
        Path copy = temp.resolve("köpie");
        // Without its times, as a copy between machines may be.
        run("cp", "-r", root.toString(), copy.toString());
        run("rm", "-rf", root.toString());
        root = copy;
        assertThat(contents(started("up"))).containsOnly("first");
        root = Files.move(copy, temp.resolve("moved"));
        List<String> start = started("up");
        assertThat(contents(start)).containsOnly("first");
        assertThat(home(start)).startsWith(root);
        assertThat(home(start).resolve("views.yaml").toRealPath())
                .isEqualTo(root.resolve("views.yaml").toRealPath());
        assertThat(String.join("\n", start)).doesNotContain("checkout", "köpie");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void aCleanAndAnotherBuildBesideARunningPlatformTouchNothingOfIt() throws Exception {
        Process running = start("wait");
        List<String> start = linesUntilLocale(running);
        Map<Path, String> before = files(home(start));
        assertThat(before.keySet().toString())
                .contains("ingest-function/target/function.zip", "node_modules/k/index.js", "lib/duck.jar");

        // 'mvn clean', then builds of other sources, more of them than are kept.
        run("bash", "-c", "rm -rf " + root + "/*/target " + root + "/infra/local/*/target");
        assertThat(started("up")).as("nor is anything built anew").startsWith("-Xmx1g");
        assertThat(builds()).isEqualTo(1);
        for (int edit = 0; edit < 6; edit++) {
            Files.writeString(root.resolve("domain/src/main/source.txt"), "edit " + edit);
            started("up");
        }
        assertThat(files(home(start))).isEqualTo(before);
        assertThat(kept()).as("the newest three, and the one in use").isEqualTo(4);

        running.getOutputStream().close();
        assertThat(running.waitFor(10, TimeUnit.SECONDS)).isTrue();
        Files.writeString(root.resolve("domain/src/main/source.txt"), "the last");
        started("up");
        assertThat(kept()).isEqualTo(3);
        assertThat(home(start)).doesNotExist();
    }

    @Test
    void namesOfFilesAreUtf8WhateverTheLocale() throws Exception {
        for (String locale : Arrays.asList("C", "POSIX", "", null)) {
            ProcessBuilder builder = builder("up", "--data", "dätä/数");
            builder.environment().remove("LANG");
            builder.environment().remove("LC_CTYPE");
            builder.environment().remove("LC_ALL");
            if (locale != null) {
                builder.environment().put("LC_ALL", locale);
            }
            assertThat(output(builder.start())).as("LC_ALL=" + locale).endsWith("LC_ALL=C.UTF-8");
        }
        ProcessBuilder utf8 = builder("up");
        utf8.environment().put("LC_ALL", "C.UTF-8");
        assertThat(output(utf8.start())).endsWith("LC_ALL=C.UTF-8");
    }

    private long builds() throws IOException {
        return Files.readAllLines(temp.resolve("builds.log")).size();
    }

    private long kept() throws IOException {
        try (Stream<Path> all = Files.list(root.resolve(".tidemark/builds"))) {
            return all.count();
        }
    }

    /** The arguments of the Java that a command comes to, and its locale behind them. */
    private List<String> started(String... args) throws Exception {
        return output(start(args));
    }

    private Process start(String... args) throws IOException {
        return builder(args).start();
    }

    private ProcessBuilder builder(String... args) {
        List<String> command = new ArrayList<>(List.of(root.resolve("tidemark").toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("JAVA_HOME", temp.resolve("jdk").toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().merge("PATH", temp.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        return builder;
    }

    private static List<String> output(Process process) throws Exception {
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        return out.lines().toList();
    }

    private static List<String> linesUntilLocale(Process process) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = process.inputReader(UTF_8).readLine();
                line != null;
                line = process.inputReader(UTF_8).readLine()) {
            lines.add(line);
            if (line.startsWith("LC_ALL=")) {
                break;
            }
        }
        return lines;
    }

    private static Path home(List<String> start) {
        return start.stream()
                .filter(argument -> argument.startsWith("-Dtidemark.home="))
                .map(argument -> Path.of(argument.substring(argument.indexOf('=') + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** What is in the jars of the class path. */
    private static List<String> contents(List<String> start) throws IOException {
        List<String> contents = new ArrayList<>();
        for (String jar : start.get(start.indexOf("-cp") + 1).split(":", -1)) {
            contents.add(Files.readString(Path.of(jar)));
        }
        assertThat(contents).hasSize(3);
        return contents;
    }

    private static Map<Path, String> files(Path directory) throws IOException {
        Map<Path, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                files.put(file, Files.readString(file));
            }
        }
        return files;
    }

    /** The modules whose sources are hashed are those that the command, the functions and the batch are built of. */
    @Test
    void aBuildIsOfTheSourcesOfEveryModuleInIt() throws Exception {
        Path checkout = Checkout.find().root();
        String script = Files.readString(checkout.resolve("tidemark"));
        Matcher loop = Pattern.compile("for module in (domain .*?); do", Pattern.DOTALL)
                .matcher(script);
        assertThat(loop.find()).isTrue();
        String settings = script.lines()
                .filter(line -> line.matches("(command_module|zip_modules|batch_module|more_modules)=.*"))
                .collect(Collectors.joining("\n"));
        Process bash = new ProcessBuilder("bash", "-c", settings + "\nprintf '%s\\n' " + loop.group(1)).start();
        List<String> hashed = new String(bash.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();

        Set<String> built = new TreeSet<>();
        Map<String, Path> modules = modules(checkout);
        for (String packaged :
                List.of("local-cli", "ingest-function", "window-function", "query-function", "batch-job")) {
            addWithWhatItNeeds(packaged, modules, built);
        }
        assertThat(hashed)
                .containsExactlyInAnyOrderElementsOf(built.stream()
                        .map(name -> checkout.relativize(modules.get(name)).toString())
                        .toList());
    }

    private static Map<String, Path> modules(Path checkout) throws Exception {
        Map<String, Path> byName = new TreeMap<>();
        NodeList modules = xml(checkout.resolve("pom.xml")).getElementsByTagName("module");
        for (int i = 0; i < modules.getLength(); i++) {
            Path folder = checkout.resolve(modules.item(i).getTextContent());
            byName.put(child(xml(folder.resolve("pom.xml")).getDocumentElement(), "artifactId"), folder);
        }
        return byName;
    }

    private static void addWithWhatItNeeds(String name, Map<String, Path> modules, Set<String> all) throws Exception {
        if (!all.add(name)) {
            return;
        }
        NodeList dependencies = xml(modules.get(name).resolve("pom.xml")).getElementsByTagName("dependency");
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element dependency = (Element) dependencies.item(i);
            String needed = child(dependency, "artifactId");
            if (modules.containsKey(needed) && !"test".equals(child(dependency, "scope"))) {
                addWithWhatItNeeds(needed, modules, all);
            }
        }
    }

    private static Document xml(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    }

    /** The text of an element's own child of this name; empty where it has none. */
    private static String child(Element element, String name) {
        NodeList children = element.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i).getNodeName().equals(name)) {
                return children.item(i).getTextContent();
            }
        }
        return "";
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
