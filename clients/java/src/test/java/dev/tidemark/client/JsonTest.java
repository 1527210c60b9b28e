package dev.tidemark.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    private static final JsonMapper JACKSON = new JsonMapper();

    @Property
    void any_event_is_the_json_that_it_says(@ForAll String type, @ForAll String name, @ForAll String text)
            throws Exception {
        String json = Event.of(type).with(name, text).toJson(0);
        JsonNode read = JACKSON.readTree(json.getBytes(StandardCharsets.UTF_8));
        assertThat(read.path("type").asText()).isEqualTo(whole(type));
        assertThat(read.path("attributes").path(whole(name)).asText()).isEqualTo(whole(text));
        assertThat(read.path("occurredAt").asText()).isEqualTo("1970-01-01T00:00:00.000Z");
    }

    @ParameterizedTest
    @CsvSource({
        "1.25,        1.25",
        "-0.000001,   -0.000001",
        "1E+3,        1000",
        "1E-7,        0.0000001",
        "1E+1000000,  1E+1000000"
    })
    void values_are_exact_and_never_fill_the_memory(String value, String written) {
        assertThat(Event.of("a").withId("1").withValue(new BigDecimal(value)).toJson(0))
                .isEqualTo("{\"id\":\"1\",\"type\":\"a\",\"occurredAt\":\"1970-01-01T00:00:00.000Z\",\"value\":"
                        + written + "}");
    }

    @Test
    void attributes_are_texts_numbers_and_booleans() throws Exception {
        String json = Event.of("a")
                .with("t", "x")
                .with("b", true)
                .with("n", 9_007_199_254_740_993L)
                .with("d", new BigDecimal("0.10"))
                .toJson(0);
        assertThat(json).endsWith("\"attributes\":{\"t\":\"x\",\"b\":true,\"n\":9007199254740993,\"d\":0.10}}");
    }

    @Property
    void reads_every_json_text_as_another_reader_does(@ForAll("documents") String json) throws Exception {
        assertThat(JACKSON.valueToTree(JsonIn.read(json)).toString())
                .isEqualTo(JACKSON.readTree(json).toString());
    }

    @Property
    void refuses_whatever_is_no_json_with_one_kind_of_error(@ForAll("documents") String json, @ForAll String junk) {
        String broken = json.substring(0, json.length() / 2) + junk;
        try {
            JsonIn.read(broken);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageNotContaining("index");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\"}", "[1,]", "{\"a\":1}x", "nul", "\"\\u12\"", "\"\\x\"", "<html>", "01x"})
    void refuses(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonIn.read(text));
    }

    @Test
    void refuses_a_depth_that_would_take_the_stack() {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonIn.read("[".repeat(100_000)));
    }

    @Provide
    Arbitrary<String> documents() {
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                Arbitraries.strings().map(text -> (Object) whole(text)),
                Arbitraries.doubles().between(-1e6, 1e6).map(number -> (Object) number),
                Arbitraries.of(true, false).map(flag -> (Object) flag));
        return Arbitraries.lazyOf(
                        () -> scalars,
                        () -> scalars.list().ofMaxSize(4).map(list -> (Object) list),
                        () -> Arbitraries.maps(
                                        Arbitraries.strings().ofMaxLength(5).map(JsonTest::whole), scalars)
                                .ofMaxSize(4)
                                .map(map -> (Object) map))
                .map(value -> JACKSON.valueToTree(value).toString());
    }

    /** Without halves of surrogate pairs, which UTF-8 has no bytes for. */
    private static String whole(String text) {
        StringBuilder whole = new StringBuilder();
        text.codePoints().forEach(c -> whole.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 0xfffd : c));
        return whole.toString();
    }
}
