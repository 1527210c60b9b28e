package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * The commands of the pages that are read in a hurry, as they stand: a shell runs all blocks of a page in order, with programs
 * that only note what they were called with. No variable is unset, no quote is open; what is called exists.
 */
class PastedCommandsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
    private static final Pattern NAME = Pattern.compile("tidemark-(?:prod|dev)-[a-z-]+[a-z]");

    /** Commands of the AWS command line that stand for an action of another name, or for none. */
    private static final Map<String, String> ACTIONS = Map.of(
            "lambda:Invoke",
            "lambda:InvokeFunction",
            "s3:Ls",
            "s3:ListBucket",
            "s3api:ListObjectVersions",
            "s3:ListBucketVersions",
            "s3api:CopyObject",
            "s3:PutObject",
            "apigatewayv2:GetApis",
            "apigateway:GET",
            "apigatewayv2:UpdateStage",
            "apigateway:PATCH");

    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"docs/runbook.md", "docs/deploy.md"})
    void every_command_of_the_page_can_be_pasted(String page) throws Exception {
        List<List<String>> calls = run(blocks(Files.readString(Synthesized.HOME.resolve(page))));

        assertThat(calls).as(page).hasSizeGreaterThan(5);
        String templates = Synthesized.prod().resources().toString()
                + Stream.of(Synthesized.prod(), Synthesized.dev())
                        .flatMap(stage -> stage.resources().stream())
                        .map(resource -> resource.json().toString())
                        .collect(Collectors.joining());
        TreeSet<String> actions = new TreeSet<>();
        for (List<String> call : calls) {
            switch (call.get(0)) {
                case "aws" -> actions.add(action(call));
                case "tidemark", "run.sh" -> parsed(call);
                default -> assertThat(call.get(0)).isEqualTo("curl");
            }
            for (String argument : call) {
                Matcher names = NAME.matcher(argument);
                while (names.find()) {
                    if (!List.of("tidemark-prod-data", "tidemark-dev-data").contains(names.group())) {
                        assertThat(templates).as(call.toString()).contains("\"" + names.group() + "\"");
                    }
                }
                if (argument.startsWith("{")) {
                    JSON.readTree(argument);
                }
            }
        }
        assertThat(PublishedSpecTest.unknownActions(scratch, actions)).isEmpty();
    }

    private static List<String> blocks(String page) {
        return BLOCK.matcher(page)
                .results()
                .filter(block -> List.of("", "sh").contains(block.group(1)))
                .map(block -> block.group(2))
                .filter(block -> block.contains("aws ") || block.contains("./"))
                .toList();
    }

    /** Every call that the blocks make, the program's name first. */
    private List<List<String>> run(List<String> blocks) throws IOException, InterruptedException {
        Path programs = Files.createDirectories(scratch.resolve("programs"));
        Path checkout = Files.createDirectories(scratch.resolve("checkout/infra/cdk"));
        Path log = scratch.resolve("calls");
        String note = """
                #!/usr/bin/env bash
                { basename "$0"; printf '%s\\n' "$@" | tr '\\n' '\\t'; echo; } | paste -s -d'\\t' >>'LOG'
                case "$*" in *'--output text'*) echo something ;; 's3 ls'*) echo index.html ;; esac
                """.replace("LOG", log.toString());
        for (Path program : List.of(
                programs.resolve("aws"),
                programs.resolve("curl"),
                scratch.resolve("checkout/tidemark"),
                checkout.resolve("run.sh"))) {
            assertThat(Files.writeString(program, note).toFile().setExecutable(true))
                    .isTrue();
        }
        Path script = Files.writeString(scratch.resolve("script"), "set -eu\n" + String.join("\n", blocks));
        Path out = scratch.resolve("out");
        ProcessBuilder shell = new ProcessBuilder("bash", script.toString())
                .directory(scratch.resolve("checkout").toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        shell.environment().merge("PATH", programs.toString(), (path, first) -> first + ":" + path);
        int code = shell.start().waitFor();
        assertThat(code).as(Files.readString(out)).isZero();
        List<List<String>> calls = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            calls.add(List.of(line.split("\t")));
        }
        return calls;
    }

    /** {@code aws kinesis increase-stream-retention-period …} as {@code kinesis:IncreaseStreamRetentionPeriod}. */
    private static String action(List<String> call) {
        assertThat(call.size()).as(call.toString()).isGreaterThan(2);
        String name = Stream.of(call.get(2).split("-"))
                .map(part -> part.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining());
        String action = call.get(1) + ":" + name;
        if (action.equals("lambda:Invoke")) {
            assertThat(call).contains("--cli-binary-format", "raw-in-base64-out", "/dev/stdout");
        }
        return ACTIONS.getOrDefault(action, action);
    }

    /** By the command itself where it is one of this module; else by the page of all commands, which their own tests hold. */
    private static void parsed(List<String> call) throws IOException {
        if (Stream.of(InfraCommand.Action.values())
                .noneMatch(action -> action.name().equalsIgnoreCase(call.get(1)))) {
            assertThat(Files.readAllLines(Synthesized.HOME.resolve("docs/commands.md")))
                    .as(call.toString())
                    .anyMatch(line -> call.stream()
                            .skip(1)
                            .filter(word -> word.equals(call.get(1)) || word.startsWith("--"))
                            .allMatch(line::contains));
            return;
        }
        String[] arguments = call.subList(1, call.size()).toArray(String[]::new);
        new CommandLine(new InfraCommand(Synthesized.HOME))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(arguments);
    }
}
