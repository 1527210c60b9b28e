package dev.tidemark.local.fleet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request of a phone as it reaches the server, which gives it its answer. */
final class PhoneRequest {

    private final long arrivesAtMillis;
    private final String deviceId;
    private final long sentAtMillis;
    private final boolean says;
    private final long clockErrorMillis;
    private final int repeated;
    private final byte @Nullable [] envelope;
    private final List<PhoneEvent> events;
    private volatile @Nullable Heard heard;

    /**
     * What the server answers.
     *
     * @param atMillis when it does, in true time, milliseconds since the epoch
     */
    record Heard(long atMillis, int status, @Nullable String retryAfter, String body) {}

    /**
     * A request.
     *
     * @param arrivesAtMillis in true time, milliseconds since the epoch
     * @param sentAtMillis in true time, milliseconds since the epoch
     * @param says whether the app says when it sent
     * @param clockErrorMillis how far the phone's clock is ahead of true time
     * @param repeated how many of the events the phone had sent before without hearing back
     * @param envelope what the client sends; null for a question for the server's time
     */
    PhoneRequest(
            long arrivesAtMillis,
            String deviceId,
            long sentAtMillis,
            boolean says,
            long clockErrorMillis,
            int repeated,
            byte @Nullable [] envelope,
            List<PhoneEvent> events) {
        this.arrivesAtMillis = arrivesAtMillis;
        this.deviceId = deviceId;
        this.sentAtMillis = sentAtMillis;
        this.says = says;
        this.clockErrorMillis = clockErrorMillis;
        this.repeated = repeated;
        this.envelope = envelope;
        this.events = List.copyOf(events);
    }

    long arrivesAtMillis() {
        return arrivesAtMillis;
    }

    String deviceId() {
        return deviceId;
    }

    long sentAtMillis() {
        return sentAtMillis;
    }

    boolean says() {
        return says;
    }

    long clockErrorMillis() {
        return clockErrorMillis;
    }

    int repeated() {
        return repeated;
    }

    byte @Nullable [] envelope() {
        return envelope;
    }

    /** In the order of the envelope; empty for a question for the server's time. */
    List<PhoneEvent> events() {
        return events;
    }

    /** The server's answer, once there is one. */
    @Nullable
    Heard heard() {
        return heard;
    }

    /** The server has answered; from any thread. */
    void answer(Heard answer) {
        heard = answer;
    }
}
