package dev.tidemark.ingest.model;

import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.DeadBand;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.view.IngestPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives the events of an envelope their times, and rejects those that lie too far back. Thread-safe. */
public final class Judge {

    /** What a device's clock may have drifted between its exchange and the request. */
    private static final long DRIFT_MILLIS = 10_000;

    private final DeadBand deadBand;
    private final long oldestMillis;

    public Judge(IngestPolicy policy) {
        this.deadBand = policy.deadBand();
        this.oldestMillis = policy.oldest().toMillis();
    }

    /**
     * The envelope as it goes into the log.
     *
     * @param arrivedAtMillis when the server saw the request; gives way to the draft's own {@code receivedAt}
     */
    public Envelope judge(EnvelopeDraft draft, long arrivedAtMillis) {
        long receivedAt = draft.receivedAtMillis() == EventTime.ABSENT ? arrivedAtMillis : draft.receivedAtMillis();
        long sentAt = draft.sentAt() == null ? EventTime.ABSENT : IsoInstant.parse(draft.sentAt());
        LoggedEnvelope.EchoedExchange exchange = draft.exchange();
        ClockOffset offset = exchange == null ? null : offsetOf(exchange);
        if (offset == null || (sentAt != EventTime.ABSENT && isOutdated(offset, receivedAt - sentAt))) {
            exchange = null;
            offset = sentAt == EventTime.ABSENT ? ClockOffset.none() : ClockOffset.oneWay(sentAt, receivedAt);
        }

        int size = draft.events().size();
        List<LoggedEvent> logged = new ArrayList<>(size);
        List<Envelope.RejectedAt> rejections = new ArrayList<>(0);
        int[] indexes = new int[size];
        for (int i = 0; i < size; i++) {
            ReadEvent read = draft.events().get(i);
            if (read instanceof EventDraft event) {
                EventTime time = EventTime.of(event.occurredAtMillis(), sentAt, receivedAt, offset, deadBand);
                if (time.millis() >= receivedAt - oldestMillis) {
                    indexes[logged.size()] = i;
                    logged.add(logged(event, time));
                } else {
                    rejections.add(new Envelope.RejectedAt(i, tooOld(event)));
                }
            } else if (read instanceof RejectedEvent rejected) {
                rejections.add(new Envelope.RejectedAt(i, rejected));
            }
        }
        return new Envelope(
                draft.deviceId(),
                receivedAt,
                new LoggedEnvelope(draft.sentAt(), exchange, offset, logged),
                logged.size() == size ? indexes : Arrays.copyOf(indexes, logged.size()),
                rejections);
    }

    /**
     * Whether the device's clock was set after the exchange: a request cannot arrive before it was sent, so the one-way
     * guess is never below the true offset, but for what clocks drift.
     */
    private boolean isOutdated(ClockOffset exchange, long oneWayMillis) {
        return oneWayMillis < exchange.offsetMillis() - exchange.boundMillis() - DRIFT_MILLIS;
    }

    private static LoggedEvent logged(EventDraft event, EventTime time) {
        return new LoggedEvent(
                event.id(), event.type(), event.occurredAt(), time, event.valueMicros(), event.attributes());
    }

    private RejectedEvent tooOld(EventDraft event) {
        return new RejectedEvent(
                event.id(),
                RejectCode.TOO_OLD,
                "the event time is more than " + java.time.Duration.ofMillis(oldestMillis) + " before receivedAt");
    }

    /** The exchange's offset, or null if its stamps cannot be read or contradict each other. */
    private static @Nullable ClockOffset offsetOf(LoggedEnvelope.EchoedExchange exchange) {
        long sentAt = IsoInstant.parse(exchange.sentAt());
        long receivedAt = IsoInstant.parse(exchange.receivedAt());
        long respondedAt = IsoInstant.parse(exchange.respondedAt());
        long gotAt = IsoInstant.parse(exchange.gotAt());
        if (sentAt == EventTime.ABSENT
                || receivedAt == EventTime.ABSENT
                || respondedAt == EventTime.ABSENT
                || gotAt == EventTime.ABSENT) {
            return null;
        }
        try {
            return ClockOffset.exchange(sentAt, receivedAt, respondedAt, gotAt);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
