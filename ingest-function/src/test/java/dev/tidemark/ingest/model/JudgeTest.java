package dev.tidemark.ingest.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.DeadBand;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.view.IngestPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of event times, at its edges. The request is received at 12:00:00.000 on 2026-11-22. */
class JudgeTest {

    private static final Judge JUDGE =
            new Judge(new IngestPolicy(DeadBand.of(Duration.ofSeconds(10)), Duration.ofDays(90)));
    private static final String DAY = "2026-11-22T";
    private static final long RECEIVED_AT = at("12:00:00.000");

    @ParameterizedTest
    @CsvSource({
        // occurredAt, sentAt, event time, quality
        "11:59:58.000,             , 11:59:58.000, uncorrected",
        "12:00:00.000,             , 12:00:00.000, uncorrected",
        "12:00:00.001,             , 12:00:00.000, clamped",
        "            ,             , 12:00:00.000, assumed",
        "            , 11:59:59.000, 12:00:00.000, assumed",
        "11:59:59.001, 11:59:59.000, 12:00:00.000, inconsistent",
        "11:59:58.000, 11:59:59.000, 11:59:58.000, trusted",
        "11:59:50.000, 11:59:50.000, 11:59:50.000, trusted", // offset +10.000 s: transit
        "11:59:49.999, 11:59:49.999, 12:00:00.000, corrected", // offset +10.001 s: skew
        "11:00:00.000, 11:30:00.000, 11:30:00.000, corrected",
        "12:00:10.000, 12:00:10.000, 12:00:00.000, clamped", // offset −10.000 s: trusted, then clamped
        "12:00:10.001, 12:00:10.001, 12:00:00.000, corrected", // offset −10.001 s
        "12:59:00.000, 13:00:00.000, 11:59:00.000, corrected",
    })
    void anEventsTimeFollowsTheTable(
            @Nullable String occurredAt, @Nullable String sentAt, String eventTime, String quality) {
        LoggedEvent event = judged(occurredAt, sentAt, null).logged().events().get(0);
        assertThat(IsoInstant.format(event.time().millis())).isEqualTo(DAY + eventTime + "Z");
        assertThat(event.time().quality().wireName()).isEqualTo(quality);
    }

    @Test
    void anEventExactlyAsOldAsAllowedPassesAndOneMillisecondOlderDoesNot() {
        long oldest = RECEIVED_AT - Duration.ofDays(90).toMillis();
        assertThat(JUDGE.judge(draft(null, null, event("a", oldest), event("b", oldest - 1)), RECEIVED_AT))
                .satisfies(envelope -> {
                    assertThat(envelope.logged().events())
                            .extracting(LoggedEvent::id)
                            .containsExactly("a");
                    assertThat(envelope.indexes()).containsExactly(0);
                    assertThat(envelope.rejections()).singleElement().satisfies(rejection -> {
                        assertThat(rejection.index()).isEqualTo(1);
                        assertThat(rejection.rejected().code()).isEqualTo(RejectCode.TOO_OLD);
                        assertThat(rejection.rejected().detail()).contains("PT2160H");
                    });
                });
    }

    @Test
    void aClockAt1970OpensNoDaysUnlessTheRequestTellsItsOffset() {
        long then = 5_000;
        assertThat(JUDGE.judge(draft(null, null, event("a", then)), RECEIVED_AT).rejections())
                .hasSize(1);
        Envelope corrected = JUDGE.judge(draft("1970-01-01T00:01:00Z", null, event("a", then)), RECEIVED_AT);
        assertThat(corrected.logged().events().get(0).time().millis()).isEqualTo(RECEIVED_AT - 55_000);
    }

    @Test
    void anUnreadableSentAtIsKeptAndTellsNoOffset() {
        Envelope envelope = JUDGE.judge(draft("yesterday", null, event("a", RECEIVED_AT)), RECEIVED_AT);
        assertThat(envelope.logged().sentAt()).isEqualTo("yesterday");
        assertThat(envelope.logged().offset()).isEqualTo(ClockOffset.none());
    }

    @Test
    void anExchangeTakesThePlaceOfTheOneWayGuess() {
        // The device is 60 s behind; the answer took 0.2 s each way, this request 30 s in a tunnel.
        Envelope envelope = judged(
                "11:58:29.000",
                "11:58:30.000",
                new LoggedEnvelope.EchoedExchange(
                        DAY + "11:50:00.000Z", DAY + "11:51:00.200Z", DAY + "11:51:00.300Z", DAY + "11:50:00.500Z"));
        assertThat(envelope.logged().offset()).isEqualTo(new ClockOffset(ClockOffset.Basis.EXCHANGE, 60_000, 200));
        assertThat(IsoInstant.format(envelope.logged().events().get(0).time().millis()))
                .isEqualTo(DAY + "11:59:29.000Z");
    }

    @ParameterizedTest
    @CsvSource({
        "x, 11:51:00.200Z, 11:51:00.300Z, 11:50:00.500Z",
        "11:50:00.000Z, 11:51:00.300Z, 11:51:00.200Z, 11:50:00.500Z", // the server's clock runs backwards
        "11:50:00.500Z, 11:51:00.200Z, 11:51:00.300Z, 11:50:00.000Z", // the device's clock runs backwards
        "11:50:00.000Z, 11:51:00.200Z, 11:51:01.200Z, 11:50:00.500Z", // answered before it was sent
    })
    void anExchangeThatContradictsItselfIsPassedOver(String t0, String t1, String t2, String t3) {
        Envelope envelope = judged(
                "11:58:29.000",
                "11:58:30.000",
                new LoggedEnvelope.EchoedExchange(DAY + t0, DAY + t1, DAY + t2, DAY + t3));
        assertThat(envelope.logged().exchange()).isNull();
        assertThat(envelope.logged().offset()).isEqualTo(new ClockOffset(ClockOffset.Basis.ONE_WAY, 90_000, 0));
    }

    @Test
    void anExchangeFromBeforeTheClockWasSetIsPassedOver() {
        // It said 60 s behind; now the request would have arrived 59 s before it was sent.
        Envelope envelope = judged(
                "11:59:58.000",
                "11:59:59.000",
                new LoggedEnvelope.EchoedExchange(
                        DAY + "11:50:00.000Z", DAY + "11:51:00.200Z", DAY + "11:51:00.300Z", DAY + "11:50:00.500Z"));
        assertThat(envelope.logged().exchange()).isNull();
        assertThat(envelope.logged().offset()).isEqualTo(new ClockOffset(ClockOffset.Basis.ONE_WAY, 1_000, 0));
    }

    @Test
    void indexesSkipWhatWasRejected() {
        Envelope envelope = JUDGE.judge(
                draft(
                        null,
                        null,
                        new RejectedEvent("r0", RejectCode.INVALID_TYPE, ""),
                        event("e1", RECEIVED_AT),
                        event("e2", 0),
                        event("e3", RECEIVED_AT)),
                RECEIVED_AT);
        assertThat(envelope.indexes()).containsExactly(1, 3);
        assertThat(envelope.rejections()).extracting(Envelope.RejectedAt::index).containsExactly(0, 2);
    }

    private static Envelope judged(
            @Nullable String occurredAt, @Nullable String sentAt, LoggedEnvelope.@Nullable EchoedExchange exchange) {
        ReadEvent event = event("e", occurredAt == null ? EventTime.ABSENT : at(occurredAt));
        return JUDGE.judge(draft(sentAt == null ? null : DAY + sentAt + "Z", exchange, event), RECEIVED_AT);
    }

    private static EnvelopeDraft draft(
            @Nullable String sentAt, LoggedEnvelope.@Nullable EchoedExchange exchange, ReadEvent... events) {
        return new EnvelopeDraft("d", sentAt, exchange, EventTime.ABSENT, List.of(events), new Ignored());
    }

    private static EventDraft event(String id, long occurredAt) {
        return new EventDraft(id, "t", null, occurredAt, Micros.NONE, Map.of());
    }

    private static long at(String time) {
        return IsoInstant.parse(DAY + time + "Z");
    }
}
