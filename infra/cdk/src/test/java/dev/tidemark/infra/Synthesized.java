package dev.tidemark.infra;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.infra.stack.StageSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.cxapi.CloudAssembly;

/** The templates of a stage, synthesised once for all tests that ask, with stand-ins for the functions' zips. */
final class Synthesized {

    static final Path HOME = Path.of(System.getProperty("tidemark.home", "../.."));

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<Map<String, String>, Synthesized> ALL = new ConcurrentHashMap<>();

    /** A resource of one of the templates. */
    record Resource(String stack, String id, JsonNode json) {

        JsonNode properties() {
            return json.path("Properties");
        }

        String type() {
            return json.path("Type").asText();
        }

        String deletionPolicy() {
            return json.path("DeletionPolicy").asText();
        }

        @Override
        public String toString() {
            return stack + "/" + id + " (" + type() + ")";
        }
    }

    private final CloudAssembly assembly;
    private final Path directory;
    private final Map<String, JsonNode> templates = new LinkedHashMap<>();

    private Synthesized(Map<String, String> changes) {
        try {
            String stage = changes.getOrDefault("stage", "dev");
            Map<String, String> settings =
                    StageFile.read(HOME, stage.equals("prod") ? "prod" : "dev", StageSettings.KEYS);
            changes.forEach(settings::replace);
            Path empty = Files.createTempDirectory(Path.of("target"), "no-zips");
            Files.copy(HOME.resolve("views.yaml"), empty.resolve("views.yaml"));
            directory = Files.createTempDirectory(Path.of("target"), "assembly");
            assembly = new Deployment(empty, StageSettings.of(stage, settings), empty.resolve("views.yaml"), directory)
                    .app()
                    .synth();
            assembly.getStacks()
                    .forEach(stack -> templates.put(stack.getId(), read(Path.of(stack.getTemplateFullPath()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ViewsException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A stage with the settings of its file, or where it has none of {@code dev}, but for these. */
    static Synthesized with(Map<String, String> changes) {
        return ALL.computeIfAbsent(changes, Synthesized::new);
    }

    static Synthesized prod() {
        return with(Map.of("stage", "prod"));
    }

    static Synthesized dev() {
        return with(Map.of("stage", "dev"));
    }

    /** A disposable stage with everything that is off by default. */
    static Synthesized spark() {
        return with(Map.of(
                "stage", "spark",
                "batchEngine", "spark",
                "shards", "4",
                "allowedOrigins", "https://shop.example,https://www.example",
                "allowedHeaders", "X-Shop",
                "keyPerSecond", "20.5",
                "devicePerSecond", "1",
                "alarmMail", "oncall@example.com"));
    }

    static List<Synthesized> all() {
        return List.of(prod(), dev(), spark());
    }

    CloudAssembly assembly() {
        return assembly;
    }

    Path directory() {
        return directory;
    }

    /** For the library's own assertions. */
    Template template(String stack) {
        return Template.fromJSON(JSON.convertValue(templates.get(stack), new TypeReference<Map<String, Object>>() {}));
    }

    List<Resource> resources() {
        return templates.entrySet().stream()
                .flatMap(template -> template.getValue().path("Resources").properties().stream()
                        .map(entry -> new Resource(template.getKey(), entry.getKey(), entry.getValue())))
                .toList();
    }

    List<Resource> resources(String type) {
        return resources().stream()
                .filter(resource -> resource.type().equals(type))
                .toList();
    }

    /** The one resource of this type whose property has this value. */
    Resource resource(String type, String property, String value) {
        List<Resource> found = resources(type).stream()
                .filter(resource ->
                        resource.properties().path(property).asText().equals(value))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("one " + type + " with " + property + " = " + value + " expected: " + found);
        }
        return found.get(0);
    }

    /**
     * A value as a person would write it: references are followed, also from one stack to another, and become the physical
     * name, or else the logical id.
     */
    String text(JsonNode value) {
        if (value.has("Ref")) {
            return name(value.path("Ref").asText());
        }
        if (value.has("Fn::ImportValue")) {
            return text(exported(value.path("Fn::ImportValue").asText()));
        }
        if (value.has("Fn::GetAtt")) {
            return name(value.path("Fn::GetAtt").path(0).asText());
        }
        if (value.has("Fn::Join")) {
            StringBuilder joined = new StringBuilder();
            value.path("Fn::Join").path(1).forEach(part -> joined.append(text(part)));
            return joined.toString();
        }
        return value.isTextual() ? value.asText() : value.toString();
    }

    private String name(String logicalId) {
        for (Resource resource : resources()) {
            if (resource.id().equals(logicalId)) {
                if (resource.type().equals("AWS::Lambda::Alias")) {
                    return text(resource.properties().path("FunctionName")) + ":"
                            + resource.properties().path("Name").asText();
                }
                for (String property :
                        List.of("TableName", "FunctionName", "QueueName", "TopicName", "LogGroupName", "Name")) {
                    if (resource.properties().path(property).isTextual()) {
                        return resource.properties().path(property).asText();
                    }
                }
                return logicalId;
            }
        }
        return logicalId;
    }

    private JsonNode exported(String name) {
        for (JsonNode template : templates.values()) {
            for (JsonNode output : template.path("Outputs")) {
                if (output.path("Export").path("Name").asText().equals(name)) {
                    return output.path("Value");
                }
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
