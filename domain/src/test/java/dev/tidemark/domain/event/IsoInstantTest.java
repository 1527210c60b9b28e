package dev.tidemark.domain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoInstantTest {

    private static final long FIRST = -62_167_219_200_000L;
    private static final long LAST = 253_402_300_799_999L;

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "2026-11-22T01:02:03.456Z,            2026-11-22T01:02:03.456Z",
        "2026-11-22T01:02:03Z,                2026-11-22T01:02:03.000Z",
        "2026-11-22T01:02:03.4Z,              2026-11-22T01:02:03.400Z",
        "2026-11-22T01:02:03.456789123Z,      2026-11-22T01:02:03.456Z",
        "2026-11-22T01:02:03.999999999Z,      2026-11-22T01:02:03.999Z",
        "2026-11-22T10:02:03+09:00,           2026-11-22T01:02:03.000Z",
        "2026-11-21T23:32:03-01:30,           2026-11-22T01:02:03.000Z",
        "2026-11-22T01:02:03-00:00,           2026-11-22T01:02:03.000Z",
        "2026-11-22T19:02:03.123456789+18:00, 2026-11-22T01:02:03.123Z",
        "2024-02-29T00:00:00Z,                2024-02-29T00:00:00.000Z",
        "2000-02-29T00:00:00Z,                2000-02-29T00:00:00.000Z",
        "1969-12-31T23:59:59.9999Z,           1969-12-31T23:59:59.999Z",
        "0000-01-01T00:00:00Z,                0000-01-01T00:00:00.000Z",
        "0000-02-29T00:00:00Z,                0000-02-29T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z,            9999-12-31T23:59:59.999Z"
    })
    void readsAnInstantAndCutsItToTheMillisecond(String text, String same) {
        assertThat(IsoInstant.format(IsoInstant.parse(text))).isEqualTo(same);
    }

    @ParameterizedTest(name = "{0}: \"{1}\"")
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "empty|''",
                "no time|2026-11-22",
                "no seconds|2026-11-22T01:02Z",
                "no zone|2026-11-22T01:02:03",
                "no zone, fraction|2026-11-22T01:02:03.456",
                "space for T|2026-11-22 01:02:03Z",
                "small t|2026-11-22t01:02:03Z",
                "small z|2026-11-22T01:02:03z",
                "basic format|20261122T010203Z    ",
                "space before| 2026-11-22T01:02:03Z",
                "space after|2026-11-22T01:02:03Z ",
                "month 0|2026-00-22T01:02:03Z",
                "month 13|2026-13-22T01:02:03Z",
                "day 0|2026-11-00T01:02:03Z",
                "day 31 of 30|2026-11-31T01:02:03Z",
                "29 February of a common year|2026-02-29T01:02:03Z",
                "29 February of 1900|1900-02-29T01:02:03Z",
                "hour 24|2026-11-22T24:00:00Z",
                "minute 60|2026-11-22T01:60:03Z",
                "leap second|2016-12-31T23:59:60Z",
                "empty fraction|2026-11-22T01:02:03.Z",
                "comma|2026-11-22T01:02:03,456Z",
                "ten digits of fraction|2026-11-22T01:02:03.1234567890Z",
                "offset without colon|2026-11-22T01:02:03+0900",
                "offset of hours|2026-11-22T01:02:03+09",
                "offset beyond 18 h|2026-11-22T01:02:03+18:01",
                "offset minute 60|2026-11-22T01:02:03+09:60",
                "offset with seconds|2026-11-22T01:02:03+09:00:00",
                "two zones|2026-11-22T01:02:03ZZ",
                "zone and offset|2026-11-22T01:02:03Z+09:00",
                "unicode minus|2026-11-22T01:02:03−09:00",
                "named zone|2026-11-22T01:02:03[Asia/Seoul]",
                "signed year|+2026-11-22T01:02:03Z",
                "negative year|-2026-11-22T01:02:03Z",
                "five-digit year|12026-11-22T01:02:03Z",
                "other digits|２026-11-22T01:02:03Z",
                "sign in a number|2026-+1-22T01:02:03Z",
                "epoch milliseconds|1795309323456",
                "before year 0000 in UTC|0000-01-01T00:59:59+01:00",
                "after year 9999 in UTC|9999-12-31T23:00:00-01:00"
            })
    void refuses(String why, String text) {
        assertThat(IsoInstant.parse(text)).as(why).isEqualTo(IsoInstant.UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(longs = {FIRST - 1, LAST + 1, Long.MIN_VALUE, Long.MAX_VALUE})
    void refusesToWriteWhatHasNoFourDigitYear(long millis) {
        assertThatThrownBy(() -> IsoInstant.format(millis))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Long.toString(millis));
    }

    @Property
    void readsWhatItWrites(@ForAll @LongRange(min = FIRST, max = LAST) long millis) {
        String text = IsoInstant.format(millis);

        assertThat(text).hasSize(24);
        assertThat(IsoInstant.parse(text)).isEqualTo(millis);
        assertThat(Instant.parse(text).toEpochMilli()).isEqualTo(millis);
    }

    @Property
    void writesTextsInTheOrderOfInstants(
            @ForAll @LongRange(min = FIRST, max = LAST) long a, @ForAll @LongRange(min = FIRST, max = LAST) long b) {
        assertThat(Integer.signum(IsoInstant.format(a).compareTo(IsoInstant.format(b))))
                .isEqualTo(Long.compare(a, b));
    }

    @Property
    void agreesWithJavaTimeOnEveryOffsetAndFraction(
            @ForAll @LongRange(min = -62_167_000_000L, max = 253_402_000_000L) long second,
            @ForAll @IntRange(max = 999_999_999) int nano,
            @ForAll @IntRange(min = -18 * 60, max = 18 * 60) int offsetMinutes) {
        OffsetDateTime time = LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC)
                .atOffset(ZoneOffset.ofTotalSeconds(offsetMinutes * 60));
        String text = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSxxx")
                .format(time);

        assertThat(IsoInstant.parse(text)).as(text).isEqualTo(time.toInstant().toEpochMilli());
    }

    @Property
    void agreesWithJavaTimeOnWhichDatesExist(
            @ForAll @IntRange(max = 9999) int year,
            @ForAll @IntRange(max = 13) int month,
            @ForAll @IntRange(max = 32) int day) {
        String text = "%04d-%02d-%02dT12:00:00Z".formatted(year, month, day);
        long expected;
        try {
            expected = Instant.parse(text).toEpochMilli();
        } catch (java.time.DateTimeException e) {
            expected = IsoInstant.UNREADABLE;
        }
        assertThat(IsoInstant.parse(text)).as(text).isEqualTo(expected);
    }

    @Property
    void neverThrows(@ForAll String text) {
        assertThat(IsoInstant.parse(text)).isEqualTo(IsoInstant.UNREADABLE);
    }

    @Test
    void survivesEveryTruncation() {
        String text = "2026-11-22T01:02:03.456789123+09:00";
        for (int length = 0; length < text.length(); length++) {
            assertThat(IsoInstant.parse(text.substring(0, length))).isEqualTo(IsoInstant.UNREADABLE);
        }
    }
}
