package dev.tidemark.domain.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.event.ClockOffset.Basis;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimeTest {

    private static final long ABSENT = EventTime.ABSENT;
    private static final long RECEIVED = 100_000;
    private static final DeadBand DEAD_BAND = new DeadBand(Duration.ofSeconds(1), Duration.ofSeconds(10));

    /** Seconds and milliseconds of a day that the request reaches the server at 100,000 ms; {@code -} is no stamp. */
    @ParameterizedTest(name = "{4}: occurredAt {0}, sentAt {1} give {2}, {3}")
    @CsvSource({
        "95000,  -,      95000,  uncorrected,  no sentAt",
        "100000, -,      100000, uncorrected,  no sentAt; just when it was received",
        "100001, -,      100000, clamped,      no sentAt; later than received",
        "-,      99000,  100000, assumed,      no occurredAt",
        "-,      -,      100000, assumed,      neither",
        "-,      200000, 100000, assumed,      no occurredAt and a wrong clock",
        "99001,  99000,  100000, inconsistent, sent before it happened",
        "99000,  99000,  99000,  trusted,      sent as it happened",
        "50000,  90000,  50000,  trusted,      ten seconds above zero may be transit",
        "50000,  89999,  60001,  corrected,    one millisecond more: device behind",
        "50000,  101000, 50000,  trusted,      one second below zero may be what clocks differ by",
        "50000,  101001, 48999,  corrected,    one millisecond more: device ahead",
        "100500, 101000, 100000, clamped,      trusted but later than received",
        "100000, 101000, 100000, trusted,      trusted; just when it was received",
        "50000,  50000,  100000, corrected,    sent as it happened by a clock 50 s behind",
        "0,      3600000, -3500000, corrected, an hour before it was sent by a clock an hour ahead"
    })
    void followsTheTable(String occurredAt, String sentAt, long millis, String quality, String why) {
        long sent = orAbsent(sentAt);
        ClockOffset offset = sent == ABSENT ? ClockOffset.none() : ClockOffset.oneWay(sent, RECEIVED);

        assertThat(EventTime.of(orAbsent(occurredAt), sent, RECEIVED, offset, DEAD_BAND))
                .as(why)
                .isEqualTo(new EventTime(millis, TimeQuality.ofWireName(quality)));
    }

    /** An exchange has measured the transit, so a small offset counts as soon as it is beyond the exchange's own bound. */
    @ParameterizedTest(name = "offset {0} ± {1} ms gives {2}, {3}")
    @CsvSource({
        "50,     50, 50000,  trusted",
        "-50,    50, 50000,  trusted",
        "51,     50, 50051,  corrected",
        "-51,    50, 49949,  corrected",
        "0,      0,  50000,  trusted",
        "60000,  50, 100000, clamped",
        "50000,  50, 100000, corrected"
    })
    void takesTheBoundOfAnExchangeForItsDeadBand(long offset, long bound, long millis, String quality) {
        assertThat(EventTime.of(50_000, 90_000, RECEIVED, new ClockOffset(Basis.EXCHANGE, offset, bound), DEAD_BAND))
                .isEqualTo(new EventTime(millis, TimeQuality.ofWireName(quality)));
    }

    @ParameterizedTest(name = "{0} and {1} contain {2}: {3}")
    @CsvSource({
        "PT1S, PT30S, -1001, false",
        "PT1S, PT30S, -1000, true",
        "PT1S, PT30S, 0,     true",
        "PT1S, PT30S, 30000, true",
        "PT1S, PT30S, 30001, false",
        "PT0S, PT0S,  0,     true",
        "PT0S, PT0S,  -1,    false"
    })
    void aBandHasABoundOnEachSide(Duration ahead, Duration behind, long offset, boolean contains) {
        assertThat(new DeadBand(ahead, behind).contains(offset)).isEqualTo(contains);
    }

    @Property
    void isNeverAfterTheRequest(
            @ForAll("stamps") long occurredAt,
            @ForAll("stamps") long sentAt,
            @ForAll("offsets") ClockOffset offset,
            @ForAll @LongRange(max = 20_000) long ahead,
            @ForAll @LongRange(max = 20_000) long behind) {
        DeadBand deadBand = new DeadBand(Duration.ofMillis(ahead), Duration.ofMillis(behind));
        assertThat(EventTime.of(occurredAt, sentAt, RECEIVED, offset, deadBand).millis())
                .isLessThanOrEqualTo(RECEIVED);
    }

    @Property
    void neverSwapsTwoEventsOfAnEnvelope(
            @ForAll("present") long earlier,
            @ForAll("present") long later,
            @ForAll("stamps") long sentAt,
            @ForAll("offsets") ClockOffset offset,
            @ForAll @LongRange(max = 20_000) long ahead,
            @ForAll @LongRange(max = 20_000) long behind) {
        DeadBand deadBand = new DeadBand(Duration.ofMillis(ahead), Duration.ofMillis(behind));
        long first = Math.min(earlier, later);
        long second = Math.max(earlier, later);

        assertThat(EventTime.of(first, sentAt, RECEIVED, offset, deadBand).millis())
                .isLessThanOrEqualTo(
                        EventTime.of(second, sentAt, RECEIVED, offset, deadBand).millis());
    }

    @Provide
    Arbitrary<Long> present() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(RECEIVED - 30_000, RECEIVED + 30_000),
                Arbitraries.longs().between(-62_167_219_200_000L, 253_402_300_799_999L),
                Arbitraries.of(List.of(RECEIVED - 1, RECEIVED, RECEIVED + 1)));
    }

    @Provide
    Arbitrary<Long> stamps() {
        return present().injectNull(0.1).map(stamp -> stamp == null ? ABSENT : stamp);
    }

    @Provide
    Arbitrary<ClockOffset> offsets() {
        return Arbitraries.oneOf(
                Arbitraries.just(ClockOffset.none()),
                present().map(sentAt -> ClockOffset.oneWay(sentAt, RECEIVED)),
                Arbitraries.longs().between(-100_000, 100_000).flatMap(offset -> Arbitraries.longs()
                        .between(0, 30_000)
                        .map(bound -> new ClockOffset(Basis.EXCHANGE, offset, bound))));
    }

    private static long orAbsent(String millis) {
        return millis.equals("-") ? ABSENT : Long.parseLong(millis);
    }
}
