package dev.tidemark.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampTest {

    private static final DateTimeFormatter RFC_3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Property
    void isWhatTheJavaPlatformWritesAndReadsBack(
            @ForAll @LongRange(min = -62_167_219_200_000L, max = 253_402_300_799_999L) long millis) {
        assertThat(Stamp.format(millis)).isEqualTo(RFC_3339.format(Instant.ofEpochMilli(millis)));
        assertThat(Stamp.parse(Stamp.format(millis))).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2000-02-29T23:59:59.999Z", "1900-03-01T00:00:00.000Z", "1970-01-01T00:00:00.000Z"})
    void knowsLeapYearsAndTheEpoch(String stamp) {
        assertThat(Stamp.format(Instant.parse(stamp).toEpochMilli())).isEqualTo(stamp);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-02-30T00:00:00.000Z",
                "2026-11-22T24:00:00.000Z",
                "2026-11-22 01:02:03.456Z",
                "2026-11-22T01:02:03.456+",
                "2026-11-22T01:02:03Z",
                "+026-11-22T01:02:03.456Z"
            })
    void refusesWhatTheServerDoesNotWrite(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Stamp.parse(text));
    }
}
