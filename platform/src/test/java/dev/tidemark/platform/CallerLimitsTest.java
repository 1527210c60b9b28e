package dev.tidemark.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerLimitsTest {

    @Test
    void whatHasABoundIsAVariable() {
        assertThat(CallerLimits.NONE.environment()).isEmpty();
        assertThat(new CallerLimits(Optional.of(new BigDecimal("1e2")), Optional.of(new BigDecimal("0.5")))
                        .environment())
                .containsEntry("TIDEMARK_LIMITS_KEY_PER_SECOND", "100")
                .containsEntry("TIDEMARK_LIMITS_DEVICE_PER_SECOND", "0.5")
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.0"})
    void aBoundThatLetsNobodySendIsRefused(String rate) {
        Optional<BigDecimal> bound = Optional.of(new BigDecimal(rate));
        assertThatThrownBy(() -> new CallerLimits(bound, Optional.empty())).hasMessage("keyPerSecond > 0: " + rate);
        assertThatThrownBy(() -> new CallerLimits(Optional.empty(), bound)).hasMessage("devicePerSecond > 0: " + rate);
    }
}
