package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;

/** The OpenAPI document as it is served, and whether an answer is one that it foretells. */
final class QueryDocument {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern PARAMETER = Pattern.compile("\\{\\w+}");

    private final JsonNode root;

    private QueryDocument(JsonNode root) {
        this.root = root;
    }

    static QueryDocument of(BothWays ways) throws IOException, InterruptedException {
        BothWays.Reply reply = ways.overHttp("GET", "/q/openapi?format=json", Map.of());
        assertThat(reply.status()).isEqualTo(200);
        return new QueryDocument(nullable(JSON.readTree(reply.body())));
    }

    /** OpenAPI 3.0 says beside a type that there may be none; JSON Schema says it in the type. */
    private static JsonNode nullable(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("nullable").asBoolean()) {
            object.set("type", JSON.createArrayNode().add(object.get("type")).add("null"));
            object.remove("nullable");
        }
        node.forEach((JsonNode child) -> nullable(child));
        return node;
    }

    JsonNode root() {
        return root;
    }

    /** That an answer is as the document says; where it says nothing of the address, that it is a problem. */
    void requireForetold(String path, BothWays.Reply reply) throws IOException {
        JsonNode schema = root.at("/components/schemas/Problem");
        String mediaType = reply.headers().get("content-type").split(";", 2)[0];
        JsonNode operation = operation(path.split("\\?", 2)[0]);
        if (!operation.isMissingNode()) {
            JsonNode response = resolved(operation.path("responses").path(Integer.toString(reply.status())));
            schema = response.path("content").path(mediaType).path("schema");
            if (schema.isMissingNode()) {
                schema = response.path("content").path("*/*").path("schema");
            }
            assertThat(schema.isMissingNode())
                    .as("%s is answered %d, %s", path, reply.status(), mediaType)
                    .isFalse();
        }
        if (schema.path("format").asText().equals("binary") || mediaType.equals("text/csv")) {
            return;
        }
        if (mediaType.equals("application/x-ndjson")) {
            for (String line : reply.body().lines().toList()) {
                require(schema, JSON.readTree(line));
            }
        } else {
            require(schema, JSON.readTree(reply.body()));
        }
    }

    private JsonNode operation(String address) {
        return root.path("paths").properties().stream()
                .filter(path -> address.matches(PARAMETER.matcher(path.getKey()).replaceAll("[^/]+")))
                .findFirst()
                .map(path -> path.getValue().path("get"))
                .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? root.at(node.get("$ref").asText().substring(1)) : node;
    }

    private void require(JsonNode schema, JsonNode value) {
        ObjectNode whole = JSON.createObjectNode();
        whole.setAll((ObjectNode) schema);
        whole.set("components", root.get("components"));
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(whole)
                        .validate(value))
                .as("%s", value)
                .isEmpty();
    }
}
