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
    void eachListOfAStageIsOneVariableAndComesBackOutOfIt() {
        CrossOrigin allowed = new CrossOrigin(
                List.of("https://shop.example", "http://localhost:3000"), List.of("x-shop", "sentry-trace"));

        Map<String, String> variables = allowed.stageVariables();

        assertThat(variables)
                .isEqualTo(Map.of(
                        "allowedOrigins",
                        "https://shop.example,http://localhost:3000",
                        "allowedHeaders",
                        "x-shop,sentry-trace"));
        assertThat(CrossOrigin.of(variables)).isEqualTo(allowed);
    }

    @Test
    void anEmptyListHasNoVariableAndWithoutVariablesNothingIsAllowed() {
        assertThat(CrossOrigin.NONE.stageVariables()).isEmpty();
        assertThat(CrossOrigin.of(Map.of())).isEqualTo(CrossOrigin.NONE);
        assertThat(CrossOrigin.of(Map.of("other", "https://shop.example"))).isEqualTo(CrossOrigin.NONE);
        assertThat(CrossOrigin.of(Map.of("allowedOrigins", "", "allowedHeaders", "")))
                .isEqualTo(CrossOrigin.NONE);
        assertThat(CrossOrigin.of(null)).isEqualTo(CrossOrigin.NONE);
    }

    @Test
    void headersOfAStageComeBesideThoseOfTheSdksInLowerCaseAndEachOnce() {
        CrossOrigin allowed =
                new CrossOrigin(List.of("https://shop.example"), List.of("X-Shop", "x-shop", "Content-Type"));
        assertThat(allowed.headers())
                .startsWith("anonymousid", "authorization")
                .contains("content-type", "x-api-key", "x-retry-count", "sentat", "ce-id", "traceparent")
                .endsWith("x-shop")
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "shop.example", "https://shop.example/", "https://a.example,https://b.example", "null", ""})
    void whatIsNotSchemeHostAndPortIsRefused(String origin) {
        assertThatThrownBy(() -> new CrossOrigin(List.of(origin), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("allowedOrigins: scheme, host and port, no path: '" + origin + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "x y", "x-a,x-b", "x:", "ä", ""})
    void whatIsNoNameOfAHeaderIsRefused(String header) {
        assertThatThrownBy(() -> new CrossOrigin(List.of(), List.of(header)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("allowedHeaders: letters, digits, - and _: '" + header + "'");
    }

    /** 20 characters each, and the commas between them: 24 are 503, 25 are 524. */
    @Test
    void aVariableIsNoLongerThanTheGatewayTakes() {
        String origin = "https://shop.example";
        assertThat(new CrossOrigin(Collections.nCopies(24, origin), List.of()).stageVariables())
                .hasSize(1)
                .allSatisfy((name, value) -> assertThat(value).hasSize(503));
        assertThatThrownBy(() -> new CrossOrigin(Collections.nCopies(25, origin), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("allowedOrigins: at most 512 characters")
                .hasMessageEndingWith(": 524");
    }

    /** API Gateway takes no other characters in a stage variable. */
    @Test
    void everyCharacterOfAValueIsOneThatAStageVariableMayHold() {
        CrossOrigin allowed =
                new CrossOrigin(List.of("https://shop-1.example:8443", "http://localhost"), List.of("x_a-1"));
        assertThat(allowed.stageVariables()).hasSize(2).allSatisfy((name, value) -> assertThat(value)
                .matches("[A-Za-z0-9._~:/?#&=,-]+"));
    }
}
