package dev.tidemark.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashKeyRangeTest {

    /** MD5("a") = 0cc175b9c0f1b6a831c399e269772661, MD5("b") = 92eb5ffee6ae2fec3ad71c777531578f: unsigned. */
    @ParameterizedTest(name = "{0} is in the lower half: {1}")
    @CsvSource({"a, true", "b, false"})
    void aPartitionKeyBelongsWhereItsMd5Lies(String key, boolean lower) {
        HashKeyRange below = HashKeyRange.of("0", "170141183460469231731687303715884105727");
        HashKeyRange above =
                HashKeyRange.of("170141183460469231731687303715884105728", "340282366920938463463374607431768211455");

        assertThat(below.contains(key)).isEqualTo(lower);
        assertThat(above.contains(key)).isEqualTo(!lower);
        assertThat(HashKeyRange.ALL.contains(key)).isTrue();
    }

    @Test
    void bothBoundsAreInside() {
        String a = "16955237001963240173058271559858726497"; // MD5("a")

        assertThat(HashKeyRange.of(a, a).contains("a")).isTrue();
        assertThat(HashKeyRange.of("0", "16955237001963240173058271559858726496")
                        .contains("a"))
                .isFalse();
    }

    @Test
    void isReadBackAsItIsWritten() {
        assertThat(HashKeyRange.parse(HashKeyRange.ALL.toString())).isEqualTo(HashKeyRange.ALL);
        assertThatThrownBy(() -> HashKeyRange.parse("17")).hasMessage("no range of hash keys: '17'");
        assertThatThrownBy(() -> HashKeyRange.of("2", "1"))
                .hasMessage("0 <= first <= last < 2^128 does not hold: first is 2, last is 1");
    }
}
