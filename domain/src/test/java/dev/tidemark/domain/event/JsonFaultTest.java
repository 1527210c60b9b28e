package dev.tidemark.domain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFaultTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"events\":[{ | Unexpected end-of-input: expected close marker for Object (start marker at line 1, column 12)",
                "[1,            | Unexpected end-of-input within/between Array entries",
                "{\"a\" 1}      | Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value",
            })
    void isOneSentenceForPeople(String text, String fault) {
        JsonProcessingException e = catchThrowableOfType(JsonProcessingException.class, () -> readAll(text));

        assertThat(JsonFault.of(e)).isEqualTo(fault);
    }

    private static void readAll(String text) throws Exception {
        try (JsonParser json = new JsonFactory().createParser(text)) {
            while (json.nextToken() != null) {
                // Its tokens are of no interest.
            }
        }
    }
}
