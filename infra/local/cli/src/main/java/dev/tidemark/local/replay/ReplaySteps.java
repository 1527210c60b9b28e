package dev.tidemark.local.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a recording into steps: bodies, and the heartbeats of its own clock between them.
 *
 * <p>Heartbeats stand at the multiples of {@code heartbeatEvery}; the one at {@code t} comes before the first event
 * received at or after {@code t}. Of several due between two events only the last is sent: those before it would say less,
 * and nothing comes between to hear them, so a recording with a gap of a year costs no million records.
 */
final class ReplaySteps {

    /**
     * Most events of a body. The API takes 1,000; one PutRecords call takes 500 records, and a body of one call enters
     * every shard in its own order.
     */
    static final int MOST_EVENTS = 500;

    /** Most bytes of a body, line breaks included: the API's 1 MiB. */
    static final int MOST_BYTES = 1 << 20;

    private final Arrivals arrivals;
    private final long heartbeatEveryMillis;
    private @Nullable RecordedEvent ahead;
    private long beatMillis;

    ReplaySteps(Arrivals arrivals, Duration heartbeatEvery) {
        this.arrivals = arrivals;
        this.heartbeatEveryMillis = heartbeatEvery.toMillis();
        this.ahead = arrivals.next();
        this.beatMillis = ahead == null ? 0 : dueAt(ahead);
    }

    /** The next step, or null at the end of the recording. */
    @Nullable
    ReplayStep next() {
        RecordedEvent first = ahead;
        if (first == null) {
            return null;
        }
        if (dueAt(first) > beatMillis) {
            beatMillis = dueAt(first);
            return new ReplayStep.Beat(beatMillis);
        }
        List<RecordedEvent> events = new ArrayList<>();
        long bytes = 0;
        RecordedEvent event = first;
        while (event != null
                && events.size() < MOST_EVENTS
                && (events.isEmpty() || bytes + event.envelope().length + 1 <= MOST_BYTES)
                && dueAt(event) == beatMillis) {
            events.add(event);
            bytes += event.envelope().length + 1;
            event = arrivals.next();
        }
        ahead = event;
        return new ReplayStep.Post(List.copyOf(events));
    }

    private long dueAt(RecordedEvent event) {
        return Math.floorDiv(event.receivedAtMillis(), heartbeatEveryMillis) * heartbeatEveryMillis;
    }
}
