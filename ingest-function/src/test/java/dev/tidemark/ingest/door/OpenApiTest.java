package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Requests.newDevice;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tidemark.ingest.support.KinesisForTests;
import dev.tidemark.ingest.support.Log;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The OpenAPI document is whole and right. That each answer is as it says is held by {@link BothWaysTest}. */
@QuarkusTest
@QuarkusTestResource(KinesisForTests.class)
class OpenApiTest {

    /** A part of an address that is one of several: {@code {call: track|t}}. */
    private static final Pattern ONE_OF = Pattern.compile("\\{\\w+: ([^}]+)}");

    private static final java.nio.file.Path GENERATOR =
            java.nio.file.Path.of("target", "openapi-generator", "openapi-generator-cli.jar");
    private static final java.nio.file.Path PROGRAM =
            java.nio.file.Path.of("src", "test", "typed-client", "SendByTypedClient.java");
    private static final java.nio.file.Path CLIENT = java.nio.file.Path.of("target", "typed-client");

    @Inject
    PlainServer server;

    Log log;

    @Test
    void everyAddressIsInItAndNoOther() throws Exception {
        TreeSet<String> documented = new TreeSet<>();
        ApiDocument.of(server).root().get("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(verb -> documented.add(verb + " " + path.getKey())));
        TreeSet<String> served = new TreeSet<>();
        for (JavaClass resource : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.tidemark.ingest")) {
            if (resource.isAnnotatedWith(Path.class)) {
                resource.getMethods().forEach(method -> served.addAll(addresses(resource, method)));
            }
        }
        assertThat(documented).isEqualTo(served);
    }

    private static List<String> addresses(JavaClass resource, JavaMethod method) {
        String verb = method.isAnnotatedWith(GET.class) ? "get " : method.isAnnotatedWith(POST.class) ? "post " : null;
        if (verb == null) {
            return List.of();
        }
        String below = method.isAnnotatedWith(Path.class)
                ? "/" + method.getAnnotationOfType(Path.class).value()
                : "";
        String path = (resource.getAnnotationOfType(Path.class).value() + below).replaceAll("/+", "/");
        Matcher some = ONE_OF.matcher(path);
        if (!some.find()) {
            return List.of(verb + path);
        }
        return Stream.of(some.group(1).split("\\|"))
                .map(one -> verb + path.substring(0, some.start()) + one + path.substring(some.end()))
                .toList();
    }

    @Test
    void everyRequestAndAnswerHasASchema() throws Exception {
        ApiDocument document = ApiDocument.of(server);
        assertThat(document.contents()).hasSizeGreaterThan(200).allSatisfy(content -> {
            JsonNode schema = document.resolved(content.getValue().path("schema"));
            assertThat(schema.has("type") || schema.has("anyOf"))
                    .as(content.getKey())
                    .isTrue();
        });
    }

    @Test
    void theKeyHasAllItsPlaces() throws Exception {
        JsonNode root = ApiDocument.of(server).root();
        List<String> schemes = new ArrayList<>();
        for (Iterator<String> names = root.at("/components/securitySchemes").fieldNames(); names.hasNext(); ) {
            schemes.add(names.next());
        }
        assertThat(schemes).containsExactlyInAnyOrder("key", "basic", "bearer", "writeKey");
        assertThat(root.get("servers").findValuesAsText("url")).containsExactly("/", "/k/{key}");
        new Requests(server).anonymous().get("/q/swagger-ui/").then().statusCode(200);
    }

    /** A client generated from the document is compiled together with a program that uses it, and the program run. */
    @Test
    void aTypedClientIsGeneratedCompiledAndUsed() throws Exception {
        deleteAll(CLIENT);
        String classPath = System.getProperty("java.class.path");
        java.nio.file.Path classes = Files.createDirectories(CLIENT.resolve("classes"));
        run(List.of(
                java("java"),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                GENERATOR.toString(),
                "generate",
                "--input-spec=http://127.0.0.1:" + server.port() + "/q/openapi?format=json",
                "--generator-name=java",
                "--library=native",
                "--output=" + CLIENT.resolve("generated"),
                "--global-property=apis,models,supportingFiles,apiTests=false,modelTests=false,apiDocs=false,"
                        + "modelDocs=false,skipFormModel=false",
                "--additional-properties=invokerPackage=client,apiPackage=client.api,modelPackage=client.model,"
                        + "openApiNullable=false,useJakartaEe=true,hideGenerationTimestamp=true"));
        List<String> compile = new ArrayList<>(
                List.of(java("javac"), "-nowarn", "-proc:none", "-cp", classPath, "-d", classes.toString()));
        try (Stream<java.nio.file.Path> sources = Files.walk(CLIENT.resolve("generated/src/main/java"))) {
            sources.map(Object::toString).filter(name -> name.endsWith(".java")).forEach(compile::add);
        }
        compile.add(PROGRAM.toString());
        run(compile);
        String device = newDevice();
        run(List.of(
                java("java"),
                "-cp",
                classes + System.getProperty("path.separator") + classPath,
                "SendByTypedClient",
                "http://127.0.0.1:" + server.port(),
                KinesisForTests.KEY,
                device));
        assertThat(log.ids(device)).containsExactly("typed-1", "typed-2", "typed-3");
    }

    private static String java(String command) {
        return java.nio.file.Path.of(System.getProperty("java.home"), "bin", command)
                .toString();
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        java.nio.file.Path told = Files.createTempFile("typed-client", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(told.toFile())
                .start();
        assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as("%s", Files.readString(told)).isZero();
        Files.delete(told);
    }

    private static void deleteAll(java.nio.file.Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<java.nio.file.Path> all = Files.walk(directory)) {
                for (java.nio.file.Path one :
                        all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(one);
                }
            }
        }
    }
}
