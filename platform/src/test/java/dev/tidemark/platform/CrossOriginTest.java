package dev.tidemark.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossOriginTest {

    @Test
    void theOriginsOfAStageAreOneVariableAndComeBackOutOfIt() {
        List<String> origins = List.of("https://shop.example", "http://localhost:3000");

        Map<String, String> variables = CrossOrigin.stageVariables(origins);

        assertThat(variables).isEqualTo(Map.of("allowedOrigins", "https://shop.example,http://localhost:3000"));
        assertThat(CrossOrigin.origins(variables)).isEqualTo(origins);
    }

    @Test
    void withoutOriginsThereIsNoVariableAndWithoutAVariableThereAreNoOrigins() {
        assertThat(CrossOrigin.stageVariables(List.of())).isEmpty();
        assertThat(CrossOrigin.origins(Map.of())).isEmpty();
        assertThat(CrossOrigin.origins(Map.of("other", "https://shop.example"))).isEmpty();
        assertThat(CrossOrigin.origins(Map.of(CrossOrigin.STAGE_VARIABLE, ""))).isEmpty();
        assertThat(CrossOrigin.origins(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "shop.example", "https://shop.example/", "https://a.example,https://b.example", "null", ""})
    void whatIsNotSchemeHostAndPortIsRefused(String origin) {
        assertThatThrownBy(() -> CrossOrigin.stageVariables(List.of(origin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("allowedOrigins: scheme, host and port, no path: '" + origin + "'");
    }

    /** 20 characters each, and the commas between them: 24 are 503, 25 are 524. */
    @Test
    void theVariableIsNoLongerThanTheGatewayTakes() {
        String origin = "https://shop.example";
        assertThat(CrossOrigin.stageVariables(Collections.nCopies(24, origin)))
                .hasSize(1)
                .allSatisfy((name, value) -> assertThat(value).hasSize(503));
        assertThatThrownBy(() -> CrossOrigin.stageVariables(Collections.nCopies(25, origin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("allowedOrigins: at most 512 characters")
                .hasMessageEndingWith(": 524");
    }

    /** API Gateway takes no other characters in a stage variable. */
    @Test
    void everyCharacterOfAValueIsOneThatAStageVariableMayHold() {
        assertThat(CrossOrigin.stageVariables(List.of("https://shop-1.example:8443", "http://localhost")))
                .allSatisfy((name, value) -> assertThat(value).matches("[A-Za-z0-9._~:/?#&=,-]+"));
    }
}
