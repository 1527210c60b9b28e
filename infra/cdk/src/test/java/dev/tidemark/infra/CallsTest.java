package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.platform.PlatformFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the functions' code calls, their roles allow: a call that is not granted works on one machine, where nothing is
 * refused, and fails in the cloud. The code is read as text, by the names that all modules give the SDK's clients.
 */
class CallsTest {

    private static final Pattern CALL = Pattern.compile("\\b(kinesis|dynamo|s3)(?:Db)?\\s*\\.\\s*([a-zA-Z0-9]+)\\(");
    private static final Map<String, String> SERVICES = Map.of("kinesis", "kinesis", "dynamo", "dynamodb", "s3", "s3");

    /** Calls that need an action of another name. */
    private static final Map<String, String> ACTIONS =
            Map.of("listObjectsV2", "ListBucket", "deleteObjects", "DeleteObject");

    /** Reads a table from one end to the other, which the command line alone does; that module's ArchitectureTest says so. */
    private static final String NOT_FOR_QUERIES = "dynamodb:Scan";

    /** Queries call nothing themselves: what they ask, {@code serving} reads. */
    @Test
    void every_call_of_serving_is_granted_to_queries_but_whole_tables() throws IOException {
        assertThat(calls("query-function")).isEmpty();
        TreeSet<String> calls = calls("serving");
        assertThat(calls).contains(NOT_FOR_QUERIES, "dynamodb:Query", "kinesis:GetRecords", "s3:GetObject");
        calls.remove(NOT_FOR_QUERIES);
        assertThat(granted("query-function")).containsAll(calls).doesNotContain(NOT_FOR_QUERIES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest-function", "window-function", "batch-job"})
    void every_call_of_a_module_is_granted_to_one_of_its_functions(String module) throws IOException {
        assertThat(calls(module)).isNotEmpty();
        assertThat(granted(module)).containsAll(calls(module));
    }

    @Test
    void every_function_is_of_one_of_these_modules() {
        assertThat(PlatformFunction.values())
                .extracting(CallsTest::moduleOf)
                .containsOnly("ingest-function", "window-function", "query-function", "batch-job");
    }

    @Test
    void a_call_is_found_on_one_line_and_on_two_and_becomes_the_action_that_it_needs() {
        assertThat(actions("""
                dynamo.queryPaginator(request);
                kinesis
                        .putRecords(request);
                dynamoDb.getItem(request);
                s3.getObjectAsBytes(request); s3.listObjectsV2Paginator(request); s3.close();
                s3.deleteObjects(request);
                """))
                .containsExactly(
                        "dynamodb:GetItem",
                        "dynamodb:Query",
                        "kinesis:PutRecords",
                        "s3:DeleteObject",
                        "s3:GetObject",
                        "s3:ListBucket");
    }

    private static TreeSet<String> calls(String module) throws IOException {
        TreeSet<String> calls = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Synthesized.HOME.resolve(module).resolve("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                calls.addAll(actions(Files.readString(file)));
            }
        }
        return calls;
    }

    private static TreeSet<String> actions(String code) {
        TreeSet<String> actions = new TreeSet<>();
        Matcher call = CALL.matcher(code);
        while (call.find()) {
            String method = call.group(2).replaceFirst("(Paginator|AsBytes)$", "");
            if (!method.equals("close")) {
                String action = ACTIONS.getOrDefault(
                        method, method.substring(0, 1).toUpperCase(Locale.ROOT) + method.substring(1));
                actions.add(SERVICES.get(call.group(1)) + ":" + action);
            }
        }
        return actions;
    }

    private static TreeSet<String> granted(String module) {
        Synthesized prod = Synthesized.prod();
        TreeSet<String> granted = new TreeSet<>();
        Arrays.stream(PlatformFunction.values())
                .filter(function -> moduleOf(function).equals(module))
                .map(function -> prod.resource(
                                "AWS::IAM::Role",
                                "Description",
                                "Tidemark prod: what " + function.shortName() + " may do")
                        .id())
                .flatMap(role -> AccessTest.statements(prod, role).stream())
                .map(statement -> statement.path("Action"))
                .forEach(actions -> {
                    if (actions.isTextual()) {
                        granted.add(actions.asText());
                    }
                    actions.forEach((JsonNode action) -> granted.add(action.asText()));
                });
        return granted;
    }

    private static String moduleOf(PlatformFunction function) {
        return function.zip().replaceFirst("/.*", "");
    }
}
