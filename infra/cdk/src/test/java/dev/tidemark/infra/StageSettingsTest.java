package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.infra.stack.FunctionPackages;
import dev.tidemark.infra.stack.StageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StageSettingsTest {

    private static final Set<String> TWO = Set.of("shards", "allowedOrigins");

    @TempDir
    Path checkout;

    @Test
    void the_stages_of_the_checkout_are_those_that_the_docs_name() throws IOException {
        assertThat(stage("prod", Map.of()).keepsData()).isTrue();
        assertThat(stage("dev", Map.of()).keepsData()).isFalse();
        assertThat(stage("dev", Map.of()).prefix()).isEqualTo("tidemark-dev");
    }

    @Test
    void a_views_file_whose_heartbeats_no_schedule_brings_is_refused_with_its_line() throws IOException {
        Path views = Files.writeString(
                checkout.resolve("views.yaml"),
                Files.readString(Synthesized.HOME.resolve("views.yaml"))
                        .replaceFirst("heartbeatEvery: PT1M", "heartbeatEvery: PT30S"));

        assertThatThrownBy(() -> FunctionPackages.of(checkout, views))
                .isInstanceOf(ViewsException.class)
                .hasMessageMatching(
                        ".*views\\.yaml:[0-9]+: heartbeatEvery >= PT1M does not hold, and no tick comes more often: it is PT30S");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            shards            | 0                      | shards >= 1: 0
            shards            | many                   | shards: a number is expected
            retentionHours    | 12                     | PT24H <= retention <= PT168H: PT12H
            retentionHours    | 169                    | PT24H <= retention <= PT168H: PT169H
            apiKeysVersion    | 0                      | apiKeysVersion >= 1: 0
            queryKeysVersion  | 0                      | queryKeysVersion >= 1: 0
            requestsPerSecond | 0                      | requestsPerSecond >= 1: 0
            queriesPerSecond  | 0                      | queriesPerSecond >= 1: 0
            queryConcurrency  | 0                      | queryConcurrency >= 1: 0
            queryConcurrency  | few                    | queryConcurrency: a number is expected
            burst             | -1                     | burst >= 1: -1
            ingestConcurrency | 0                      | ingestConcurrency >= 1: 0
            keepsData         | yes                    | keepsData: true or false: 'yes'
            alarmMail         | me                     | alarmMail: one address, or none: 'me'
            allowedOrigins    | https://a.example/path | allowedOrigins: scheme, host and port, no path
            allowedHeaders    | x shop                 | allowedHeaders: letters, digits, - and _: 'x shop'
            keyPerSecond      | 0                      | keyPerSecond > 0: 0
            devicePerSecond   | -0.5                   | devicePerSecond > 0: -0.5
            devicePerSecond   | few                    | devicePerSecond: a number or none is expected: 'few'
            batchEngine       | hadoop                 | batchEngine: duckdb or spark
            """)
    void a_setting_out_of_its_bounds_is_refused_by_name(String key, String value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stage("dev", Map.of(key, value)))
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Prod", "", "1st", "a-name", "thirteenchars"})
    void a_stage_has_a_name_that_every_service_takes(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StageSettings.of(name, StageFile.read(Synthesized.HOME, "dev", StageSettings.KEYS)))
                .withMessageStartingWith("stage: 1 to 12 lower-case letters and digits");
    }

    @Test
    void a_file_is_read_as_it_stands() throws IOException {
        assertThat(read("shards: 4 # four\nallowedOrigins: [https://a.example, https://b.example]\n"))
                .isEqualTo(Map.of("shards", "4", "allowedOrigins", "https://a.example,https://b.example"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            "shards: 4"                                  | x.yaml: 'allowedOrigins' is missing
            "shards: 4\\nallowedOrigins: []\\nshard: 5"  | x.yaml:3: there is no setting 'shard'
            "shards: 4\\nallowedOrigins: []\\nshards: 5" | x.yaml:3: 'shards' is set twice
            "shards:\\nallowedOrigins: []"               | x.yaml:1: a text, number or list for 'shards' is expected
            "shards: {a: 1}\\nallowedOrigins: []"        | x.yaml:1: a text, number or list for 'shards' is expected
            "shards: 4\\nallowedOrigins: [[a]]"          | x.yaml:2: a text in the list 'allowedOrigins' is expected
            "shards: [4"                                 | x.yaml:1: expected ',' or ']'
            "- shards"                                   | x.yaml:1: a mapping of settings is expected
            "# nothing"                                  | x.yaml: the file is empty
            """)
    void a_file_that_is_not_whole_is_refused_with_its_line(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(text.replace("\\n", "\n")))
                .withMessageStartingWith("infra/stages/" + message);
    }

    @Test
    void a_stage_without_a_file_is_told_how_to_get_one() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StageFile.read(checkout, "mine", TWO))
                .withMessage("there is no infra/stages/mine.yaml, which holds the settings of stage 'mine'; copy"
                        + " infra/stages/dev.yaml and change what differs");
    }

    private Map<String, String> read(String text) throws IOException {
        Path file = checkout.resolve("infra/stages/x.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return StageFile.read(checkout, "x", TWO);
    }

    private static StageSettings stage(String stage, Map<String, String> changes) throws IOException {
        Map<String, String> settings = StageFile.read(Synthesized.HOME, stage, StageSettings.KEYS);
        settings.putAll(changes);
        return StageSettings.of(stage, settings);
    }
}
