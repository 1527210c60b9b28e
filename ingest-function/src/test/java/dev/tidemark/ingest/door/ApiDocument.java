package dev.tidemark.ingest.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The OpenAPI document as it is served, and whether an answer is one that it foretells. */
final class ApiDocument {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROBLEM = "{\"$ref\":\"#/components/schemas/Problem\"}";

    private final JsonNode document;
    private final JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private final Map<JsonNode, JsonSchema> known = new ConcurrentHashMap<>();

    private ApiDocument(JsonNode document) {
        this.document = document;
    }

    static ApiDocument of(PlainServer server) throws IOException {
        return new ApiDocument(JSON.readTree(new Requests(server)
                .anonymous()
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray()));
    }

    JsonNode root() {
        return document;
    }

    /** A node, or what it refers to. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    /** What the document says of an address, or a missing node. */
    JsonNode operation(String method, String path) {
        String address = path.split("\\?", 2)[0].replaceFirst("^/k/[^/]*", "").replaceFirst("(?<=.)/$", "");
        return document.path("paths").path(address).path(method.toLowerCase(Locale.ROOT));
    }

    /** That an answer is as the document says; where it says nothing of the address, that it is a problem. */
    void requireForetold(Way.Sent request, Way.Reply reply) throws IOException {
        JsonNode operation = operation(request.method(), request.path());
        String mediaType = reply.headers().get("content-type").split(";", 2)[0];
        JsonNode schema = JSON.readTree(PROBLEM);
        if (!operation.isMissingNode()) {
            JsonNode response = resolved(operation.path("responses").path(Integer.toString(reply.status())));
            schema = response.path("content").path(mediaType).path("schema");
            assertThat(schema.isMissingNode())
                    .as("%s is answered %d, %s", request.path(), reply.status(), mediaType)
                    .isFalse();
        }
        if (mediaType.equals("application/x-ndjson")) {
            for (String line : reply.body().lines().toList()) {
                JsonNode value = JSON.readTree(line);
                require(value.has("title") ? JSON.readTree(PROBLEM) : schema, value);
            }
        } else {
            require(schema, JSON.readTree(reply.body()));
        }
    }

    private void require(JsonNode schema, JsonNode value) {
        assertThat(known.computeIfAbsent(schema, this::compiled).validate(value))
                .as("%s", value)
                .isEmpty();
    }

    private JsonSchema compiled(JsonNode schema) {
        ObjectNode whole = JSON.createObjectNode();
        whole.setAll((ObjectNode) schema);
        whole.set("components", document.get("components"));
        return schemas.getSchema(whole);
    }

    /** All that it says of contents of requests and answers, each by its place. */
    List<Map.Entry<String, JsonNode>> contents() {
        List<Map.Entry<String, JsonNode>> contents = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    String name = operation.getKey() + " " + path.getKey();
                    JsonNode says = operation.getValue();
                    if (says.has("requestBody")) {
                        add(name, resolved(says.get("requestBody")), contents);
                    } else {
                        assertThat(operation.getKey()).isEqualTo("get");
                    }
                    says.get("responses")
                            .properties()
                            .forEach(
                                    answer -> add(name + " " + answer.getKey(), resolved(answer.getValue()), contents));
                }));
        return contents;
    }

    private static void add(String name, JsonNode body, List<Map.Entry<String, JsonNode>> contents) {
        assertThat(body.path("content")).as(name).isNotEmpty();
        body.get("content")
                .properties()
                .forEach(type -> contents.add(Map.entry(name + " " + type.getKey(), type.getValue())));
    }
}
