package dev.tidemark.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds of the main sources of all modules together, as they stand in the checkout. */
class MainSourcesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    /** The main sources by module, of those modules that have any in Java. */
    private static final Map<String, List<Path>> SOURCES = new LinkedHashMap<>();

    /** The places of a type's declaration, by its simple name; nested types are types. */
    private static final Map<String, List<String>> TYPES = new TreeMap<>();

    @BeforeAll
    static void readTheSources() throws IOException {
        for (String module : modules()) {
            Path sources = ROOT.resolve(module).resolve("src/main/java");
            if (Files.isDirectory(sources)) {
                try (Stream<Path> files = Files.walk(sources)) {
                    SOURCES.put(
                            module,
                            files.filter(file -> file.toString().endsWith(".java"))
                                    .sorted()
                                    .toList());
                }
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<Path> all = SOURCES.values().stream().flatMap(List::stream).toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(all));
            for (CompilationUnitTree file : task.parse()) {
                String place =
                        ROOT.relativize(Path.of(file.getSourceFile().toUri())).toString();
                new TypeNames().scan(file, place);
            }
        }
    }

    @Test
    void everyModuleOfTheBuildIsLookedAt() throws IOException {
        List<String> withoutJava = new ArrayList<>(modules());
        withoutJava.removeAll(SOURCES.keySet());
        assertThat(withoutJava).containsExactly("clients/js");
        assertThat(SOURCES).allSatisfy((module, files) -> assertThat(files).isNotEmpty());
        assertThat(TYPES).as("a nested type among them").containsKeys("View", "SimulatedDynamoDb", "EventVerdict");
    }

    /** A reader who meets a name in a message or in a review need not ask which of two is meant. */
    @Test
    void noTwoTypesHaveOneName() {
        Map<String, List<String>> twice = new TreeMap<>(TYPES);
        twice.values().removeIf(places -> places.size() == 1);
        assertThat(twice).isEmpty();
    }

    @Test
    void everyPackageSaysWhatLivesInIt() {
        List<Path> silent = SOURCES.values().stream()
                .flatMap(List::stream)
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !saysWhatLivesInIt(folder.resolve("package-info.java")))
                .toList();
        assertThat(silent).isEmpty();
    }

    private static boolean saysWhatLivesInIt(Path packageInfo) {
        try {
            return Files.exists(packageInfo) && Files.readString(packageInfo).contains("/**");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> modules() throws IOException {
        return MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(module -> module.group(1))
                .toList();
    }

    private static final class TypeNames extends TreeScanner<Void, String> {
        @Override
        public Void visitClass(ClassTree type, String place) {
            if (!type.getSimpleName().isEmpty()) {
                TYPES.computeIfAbsent(type.getSimpleName().toString(), name -> new ArrayList<>())
                        .add(place);
            }
            return super.visitClass(type, place);
        }
    }
}
