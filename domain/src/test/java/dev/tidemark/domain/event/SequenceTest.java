package dev.tidemark.domain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceTest {

    @Property
    void sequencesSortAsNumbersWhenPadded(
            @ForAll @NumericChars @StringLength(min = 1, max = 56) String a,
            @ForAll @NumericChars @StringLength(min = 1, max = 56) String b) {
        assertThat(Integer.signum(Sequence.pad(a).compareTo(Sequence.pad(b))))
                .isEqualTo(new java.math.BigInteger(a).compareTo(new java.math.BigInteger(b)));
        assertThat(Sequence.unpad(Sequence.pad(a))).isEqualTo(new java.math.BigInteger(a).toString());
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {"", " ", "-1", "1a", "٣", "12345678901234567890123456789012345678901234567890123456789012345"})
    void refusesWhatIsNoSequence(String sequence) {
        assertThatThrownBy(() -> Sequence.pad(sequence)).isInstanceOf(IllegalArgumentException.class);
    }
}
