package dev.tidemark.domain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.domain.event.ClockOffset.Basis;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockOffsetTest {

    @Test
    void ofOneRequestIsItsTransitAndTheDevicesErrorTogether() {
        assertThat(ClockOffset.oneWay(1_000, 3_456)).isEqualTo(new ClockOffset(Basis.ONE_WAY, 2_456, 0));
        assertThat(ClockOffset.oneWay(3_456, 1_000)).isEqualTo(new ClockOffset(Basis.ONE_WAY, -2_456, 0));
    }

    /** The device is 1,000 ms behind unless the row says so; transit and the server's work take what is left. */
    @ParameterizedTest(name = "{4}: offset {5} ms ± {6} ms")
    @CsvSource({
        "0,     1050, 1060, 110,   50 ms each way,                              1000, 50",
        "0,     1000, 1000, 0,     nothing takes any time,             1000, 0",
        "0,     1100, 1100, 100,   all transit on the way there,       1050, 50",
        "0,     1000, 1000, 100,   all transit on the way back,        950,  50",
        "0,     1051, 1060, 110,   an odd sum is rounded down,         1000, 51",
        "5000,  4050, 4050, 5100,  a device ahead by 1000,             -1000, 50",
        "5000,  4049, 4050, 5100,  an odd negative sum is rounded down, -1001, 50"
    })
    void ofAnExchangeIsHalfTheSumOfBothWays(long t0, long t1, long t2, long t3, String why, long offset, long bound) {
        assertThat(ClockOffset.exchange(t0, t1, t2, t3))
                .as(why)
                .isEqualTo(new ClockOffset(Basis.EXCHANGE, offset, bound));
    }

    @Property
    void ofAnExchangeIsNeverFurtherFromTheTruthThanItsBound(
            @ForAll int deviceError,
            @ForAll @IntRange(max = 60_000) int there,
            @ForAll @IntRange(max = 60_000) int work,
            @ForAll @IntRange(max = 60_000) int back) {
        long sentByServersClock = 1_000_000;
        long t0 = sentByServersClock - deviceError;
        long t1 = sentByServersClock + there;
        long t2 = t1 + work;
        long t3 = t2 + back - deviceError;

        ClockOffset offset = ClockOffset.exchange(t0, t1, t2, t3);

        assertThat(Math.abs(offset.offsetMillis() - deviceError)).isLessThanOrEqualTo(offset.boundMillis());
        assertThat(offset.boundMillis()).isEqualTo((there + back + 1) / 2);
    }

    @ParameterizedTest(name = "{4}")
    @CsvSource({
        "100, 0, 0, 99, the device's clock runs backwards",
        "0, 100, 99, 10, the server's clock runs backwards",
        "0, 100, 111, 10, the server worked longer than the device waited"
    })
    void refusesStampsThatAreNoExchange(long t0, long t1, long t2, long t3, String why) {
        assertThatThrownBy(() -> ClockOffset.exchange(t0, t1, t2, t3))
                .as(why)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 <= respondedAt - receivedAt <= gotAt - sentAt");
    }

    @Test
    void hasNoOffsetWithoutABasisAndNoBoundWithoutAnExchange() {
        assertThat(ClockOffset.none()).isEqualTo(new ClockOffset(Basis.NONE, 0, 0));
        assertThatThrownBy(() -> new ClockOffset(Basis.NONE, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClockOffset(Basis.ONE_WAY, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClockOffset(Basis.EXCHANGE, 1, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
