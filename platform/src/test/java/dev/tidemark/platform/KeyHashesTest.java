package dev.tidemark.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyHashesTest {

    /** {@code printf local | sha256sum} and {@code printf reader | sha256sum}. */
    private static final String LOCAL = "25bf8e1a2393f1108d37029b3df5593236c755742ec93465bbafa9b290bddcf6";

    private static final String READER = "3d0941964aa3ebdcb00ccef58b1bb399f9f898465e9886d5aec7f31090a0fb30";

    @Test
    void a_key_is_accepted_by_its_hash() {
        KeyHashes keys = KeyHashes.of(List.of(LOCAL, " " + READER + " "));
        assertThat(keys.accept("local")).isTrue();
        assertThat(keys.accept("reader")).isTrue();
        assertThat(keys.accept("Local")).isFalse();
        assertThat(keys.accept("")).isFalse();
        assertThat(keys.accept(LOCAL)).as("the hash is no key").isFalse();
        assertThat(KeyHashes.hash("local")).isEqualTo(LOCAL);
    }

    @Test
    void a_key_is_at_most_512_characters_long() {
        String longest = "k".repeat(512);
        KeyHashes keys = KeyHashes.of(List.of(KeyHashes.hash(longest), KeyHashes.hash(longest + "k")));
        assertThat(keys.accept(longest)).isTrue();
        assertThat(keys.accept(longest + "k")).isFalse();
    }

    @Test
    void without_hashes_nobody_is_let_in() {
        assertThat(KeyHashes.of(List.of()).isEmpty()).isTrue();
        assertThat(KeyHashes.of(List.of()).accept("local")).isFalse();
    }

    /** It may be a key that somebody has put in the place of its hash. */
    @Test
    void what_is_no_hash_is_refused_and_not_repeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyHashes.of(List.of("secret")))
                .withMessage("the hash of a key is 64 lower-case hex digits, which one of 6 characters is not");
    }
}
