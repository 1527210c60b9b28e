package dev.tidemark.ingest.model;

import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.LoggedEvent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What became of the events of one envelope: accepted, rejected, or to be sent again. It holds of an event only what an
 * answer may need: many verdicts wait for Kinesis at once, and the events themselves are in their records by then.
 *
 * @param receivedAtMillis the envelope's
 * @param offset of the device's clock
 * @param ids of the events that were to be logged, in the envelope's order
 * @param indexes of the same events in the device's envelope, ascending
 * @param rejections the others, ascending by index
 * @param unacknowledged the events, by their place in {@code ids}, that Kinesis has not acknowledged
 * @param ignored members of the envelope that nobody knows
 * @param times of the same events, if the sender asked for them; else empty
 * @param throttled whether nothing was tried, since the device sends too often
 */
public record EnvelopeVerdict(
        long receivedAtMillis,
        ClockOffset offset,
        List<String> ids,
        int[] indexes,
        List<Envelope.RejectedAt> rejections,
        BitSet unacknowledged,
        Ignored ignored,
        List<EventTime> times,
        boolean throttled) {

    /**
     * An event to be sent again.
     *
     * @param index its place among the events that it was sent with, from 0
     */
    public record EventToRetry(int index, String id) {}

    /** An event that Kinesis has acknowledged, and the time that it was given. */
    public record Logged(int index, String id, EventTime time) {}

    /**
     * On an envelope that nothing stands against yet.
     *
     * @param withTimes whether the sender wants to know the events' times
     */
    public static EnvelopeVerdict on(Envelope envelope, Ignored ignored, boolean withTimes) {
        return on(envelope, ignored, withTimes, new BitSet(0), false);
    }

    /** On an envelope that comes too soon after others of its device: of its events, all are to be sent again. */
    public static EnvelopeVerdict tooSoon(Envelope envelope, Ignored ignored) {
        BitSet all = new BitSet();
        all.set(0, envelope.logged().events().size());
        return on(envelope, ignored, false, all, true);
    }

    private static EnvelopeVerdict on(
            Envelope envelope, Ignored ignored, boolean withTimes, BitSet unacknowledged, boolean throttled) {
        List<LoggedEvent> events = envelope.logged().events();
        List<String> ids = new ArrayList<>(events.size());
        for (LoggedEvent event : events) {
            ids.add(event.id());
        }
        return new EnvelopeVerdict(
                envelope.receivedAtMillis(),
                envelope.logged().offset(),
                ids,
                envelope.indexes(),
                envelope.rejections(),
                unacknowledged,
                ignored,
                withTimes ? events.stream().map(LoggedEvent::time).toList() : List.of(),
                throttled);
    }

    /** Events that Kinesis has acknowledged. */
    public int accepted() {
        return indexes.length - unacknowledged.cardinality();
    }

    /** Events that the caller must send again. */
    public int retries() {
        return unacknowledged.cardinality();
    }

    /** Events that can never be accepted as they are. */
    public int rejected() {
        return rejections.size();
    }

    /** The events that the caller must send again, ascending. */
    public List<EventToRetry> toRetry() {
        List<EventToRetry> again = new ArrayList<>(0);
        for (int place = unacknowledged.nextSetBit(0); place >= 0; place = unacknowledged.nextSetBit(place + 1)) {
            again.add(new EventToRetry(indexes[place], ids.get(place)));
        }
        return again;
    }

    /** The events that Kinesis has acknowledged, with their times, ascending; empty if nobody asked. */
    public List<Logged> logged() {
        List<Logged> logged = new ArrayList<>(times.size());
        for (int place = 0; place < times.size(); place++) {
            if (!unacknowledged.get(place)) {
                logged.add(new Logged(indexes[place], ids.get(place), times.get(place)));
            }
        }
        return logged;
    }
}
