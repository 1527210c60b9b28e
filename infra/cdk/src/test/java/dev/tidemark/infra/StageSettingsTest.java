package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.infra.stack.StageSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageSettingsTest {

    @Test
    void every_stage_but_prod_is_disposable() {
        assertThat(StageSettings.of(Map.of("stage", "prod")::get).keepsData()).isTrue();
        assertThat(StageSettings.of(Map.of("stage", "prod2")::get).keepsData()).isFalse();
        assertThat(StageSettings.of(Map.<String, String>of()::get).prefix()).isEqualTo("tidemark-dev");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            stage          | Prod                   | stage: 1 to 12 lower-case letters and digits
            shards         | 0                      | shards >= 1: 0
            shards         | many                   | shards: a number is expected
            retentionHours | 12                     | PT24H <= retention <= PT168H: PT12H
            retentionHours | 169                    | PT24H <= retention <= PT168H: PT169H
            apiKeysVersion | 0                      | apiKeysVersion >= 1: 0
            allowedOrigins | https://a.example/path | allowedOrigins: scheme, host and port, no path
            batchEngine    | hadoop                 | batchEngine: duckdb or spark
            """)
    void a_setting_out_of_its_bounds_is_refused_by_name(String key, String value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StageSettings.of(Map.of(key, value)::get))
                .withMessageStartingWith(message);
    }
}
