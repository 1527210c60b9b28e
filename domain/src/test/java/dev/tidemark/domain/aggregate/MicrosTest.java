package dev.tidemark.domain.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MicrosTest {

    private static final long LARGEST = 999_999_999_999_999_999L;

    @ParameterizedTest(name = "{0} is {1} micro-units and written {2}")
    @CsvSource({
        "0,                    0,                   0",
        "-0,                   0,                   0",
        "-0.000000,            0,                   0",
        "1,                    1000000,             1",
        "1.25,                 1250000,             1.25",
        "1.250000,             1250000,             1.25",
        "-1.25,                -1250000,            -1.25",
        "0.000001,             1,                   0.000001",
        "-0.000001,            -1,                  -0.000001",
        "100,                  100000000,           100",
        "999999999999.999999,  999999999999999999,  999999999999.999999",
        "-999999999999.999999, -999999999999999999, -999999999999.999999",
        "1e3,                  1000000000,          1000",
        "1E+3,                 1000000000,          1000",
        "12.5e-1,              1250000,             1.25",
        "1e-6,                 1,                   0.000001",
        "1e11,                 100000000000000000,  100000000000",
        "0e999999999,          0,                   0",
        "1.2500000000000,      1250000,             1.25",
        "0.00000100,           1,                   0.000001"
    })
    void readsAndWritesExactly(String text, long micros, String written) {
        assertThat(Micros.parse(text)).isEqualTo(micros);
        assertThat(Micros.format(micros)).isEqualTo(written);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "1000000000000",
                "1e12",
                "-1000000000000",
                "1000000000000.0",
                "1e999999999",
                "9e2147483646",
                "12345678901e2"
            })
    void refusesMoreThanTwelveIntegerDigits(String text) {
        assertThatThrownBy(() -> Micros.parse(text))
                .isInstanceOf(NumberFormatException.class)
                .hasMessage("more than 12 integer digits");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"0.0000001", "1.0000001", "1e-7", "1e-999999999", "-1e-2147483646", "999999999999.9999999"})
    void refusesMoreThanSixFractionDigits(String text) {
        assertThatThrownBy(() -> Micros.parse(text))
                .isInstanceOf(NumberFormatException.class)
                .hasMessage("more than 6 fraction digits");
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "+1",
                "1.",
                ".5",
                "-.5",
                "00",
                "01",
                "-01",
                "1 ",
                " 1",
                "1,5",
                "1_000",
                "0x10",
                "1e",
                "1e+",
                "e5",
                "NaN",
                "Infinity",
                "--1",
                "1.2.3",
                "٣",
                "１",
                "1d",
                "1f",
                "1L"
            })
    void refusesWhatJsonCallsNoNumber(String text) {
        assertThatThrownBy(() -> Micros.parse(text))
                .isInstanceOf(NumberFormatException.class)
                .hasMessage("not a decimal number");
    }

    @Test
    void refusesExponentsThatNoDecimalHolds() {
        assertThatThrownBy(() -> Micros.parse("1e99999999999"))
                .isInstanceOf(NumberFormatException.class)
                .hasMessage("an exponent out of range");
    }

    @Test
    void refusesAMillionDigitsWithoutReadingThem() {
        assertThatThrownBy(() -> Micros.parse("1." + "0".repeat(1_000_000)))
                .isInstanceOf(NumberFormatException.class)
                .hasMessage("more than 1000 characters");
    }

    @Property
    void everyValueIsReadAsItIsWritten(@ForAll @LongRange(min = -LARGEST, max = LARGEST) long micros) {
        assertThat(Micros.parse(Micros.format(micros))).isEqualTo(micros);
    }

    @Property
    void writesWhatBigDecimalWrites(@ForAll long micros) {
        assertThat(Micros.format(micros)).isEqualTo(Micros.toDecimal(micros).toPlainString());
    }

    @Property
    void agreesWithBigDecimalOnEveryNotation(
            @ForAll @BigRange(min = "-99999999999999999999", max = "99999999999999999999") BigInteger digits,
            @ForAll @IntRange(min = -12, max = 24) int scale) {
        BigDecimal value = new BigDecimal(digits, scale);
        BigDecimal micros = value.movePointRight(6);
        boolean fits = micros.stripTrailingZeros().scale() <= 0 && micros.abs().compareTo(BigDecimal.TEN.pow(18)) < 0;
        for (String text : new String[] {value.toString(), value.toPlainString(), value.toEngineeringString()}) {
            if (fits) {
                assertThat(Micros.parse(text)).as(text).isEqualTo(micros.longValueExact());
            } else {
                assertThatThrownBy(() -> Micros.parse(text)).as(text).isInstanceOf(NumberFormatException.class);
            }
        }
    }
}
