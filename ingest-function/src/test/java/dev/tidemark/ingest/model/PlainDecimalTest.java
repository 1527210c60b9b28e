package dev.tidemark.ingest.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainDecimalTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "0.000, 0",
        "0e2147483647, 0",
        "1, 1",
        "1.0, 1",
        "1e3, 1000",
        "1.5E3, 1500",
        "-12.50, -12.5",
        "1e-6, 0.000001",
        "123456789.123456, 123456789.123456",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775807, -9223372036854775807",
        "9223372036854775807.000, 9223372036854775807",
        "1e18, 1000000000000000000",
    })
    void oneNumberHasOneText(String number, String plain) {
        assertThat(PlainDecimal.of(number)).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808",
                "-9223372036854775808",
                "1e19",
                "1e400",
                "1e2000000000",
                "1e99999999999",
                "1e-7",
                "1e-2000000000",
                "0.1234567",
                "1234567890.123456",
                "12345678901234.56",
            })
    void whatSomeReaderWouldRoundIsRefused(String number) {
        assertThat(PlainDecimal.of(number)).isNull();
    }

    @Test
    void aMillionDigitsCostNothing() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(1),
                () -> assertThat(PlainDecimal.of("9".repeat(1_000_000))).isNull());
    }

    @Property
    void anyLongIsItself(@ForAll long number) {
        if (number != Long.MIN_VALUE) {
            assertThat(PlainDecimal.of(Long.toString(number))).isEqualTo(Long.toString(number));
        }
    }

    @Property
    void whatPassesKeepsItsValue(@ForAll BigDecimal number) {
        String plain = PlainDecimal.of(number.toString());
        if (plain != null) {
            assertThat(new BigDecimal(plain)).isEqualByComparingTo(number);
            assertThat(plain).doesNotContain("E").doesNotMatch(".*\\.\\d*0");
        }
    }
}
