package dev.tidemark.domain.event;

/**
 * When an event happened, by the best knowledge of one request.
 *
 * @param millis milliseconds since the epoch, never after the request's {@code receivedAt}
 * @param quality the branch taken
 */
public record EventTime(long millis, TimeQuality quality) {

    /** Stands for a missing stamp in {@link #of}. */
    public static final long ABSENT = IsoInstant.UNREADABLE;

    /**
     * Corrects the device's time by the offset of its clock. The first case that holds decides; then a result after
     * {@code receivedAt} becomes {@code receivedAt}, {@link TimeQuality#CLAMPED}:
     *
     * <ol>
     *   <li>no {@code occurredAt}: {@code receivedAt}, assumed
     *   <li>no {@code sentAt}: {@code occurredAt}, uncorrected
     *   <li>{@code sentAt < occurredAt}: {@code receivedAt}, inconsistent
     *   <li>the offset within the dead band: {@code occurredAt}, trusted
     *   <li>otherwise {@code occurredAt + offset}, corrected
     * </ol>
     *
     * For the events of one envelope the result is monotonic in {@code occurredAt}: the correction never swaps two
     * events. The dead band of a one-way offset is what transit may explain; an exchange has measured its transit, and
     * its dead band is its own bound on either side.
     *
     * @param occurredAt milliseconds by the device's clock, or {@link #ABSENT}
     * @param sentAt milliseconds by the device's clock, or {@link #ABSENT}
     * @param receivedAt milliseconds by the server's clock
     * @param offset of the device's clock
     * @param deadBand of a one-way offset
     */
    public static EventTime of(long occurredAt, long sentAt, long receivedAt, ClockOffset offset, DeadBand deadBand) {
        if (occurredAt == ABSENT) {
            return new EventTime(receivedAt, TimeQuality.ASSUMED);
        }
        if (sentAt == ABSENT) {
            return clamped(occurredAt, TimeQuality.UNCORRECTED, receivedAt);
        }
        if (sentAt < occurredAt) {
            return new EventTime(receivedAt, TimeQuality.INCONSISTENT);
        }
        boolean trusted = offset.basis() == ClockOffset.Basis.EXCHANGE
                ? Math.abs(offset.offsetMillis()) <= offset.boundMillis()
                : deadBand.contains(offset.offsetMillis());
        if (trusted) {
            return clamped(occurredAt, TimeQuality.TRUSTED, receivedAt);
        }
        return clamped(occurredAt + offset.offsetMillis(), TimeQuality.CORRECTED, receivedAt);
    }

    private static EventTime clamped(long millis, TimeQuality quality, long receivedAt) {
        return millis > receivedAt ? new EventTime(receivedAt, TimeQuality.CLAMPED) : new EventTime(millis, quality);
    }
}
