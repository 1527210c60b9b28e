package dev.tidemark.domain.aggregate;

/**
 * When the first and the last of a set of events happened; kept where windows are made of the events themselves
 * (sessions). A commutative monoid under {@link #merge} with the identity {@link #NONE}.
 *
 * @param firstMillis milliseconds since the epoch
 * @param lastMillis milliseconds since the epoch, inclusive: {@code firstMillis <= lastMillis}
 */
public record EventSpan(long firstMillis, long lastMillis) {

    /** Of no event, or of a view that does not record times. */
    public static final EventSpan NONE = new EventSpan(Long.MAX_VALUE, Long.MIN_VALUE);

    public EventSpan {
        if (firstMillis > lastMillis && !(firstMillis == Long.MAX_VALUE && lastMillis == Long.MIN_VALUE)) {
            throw new IllegalArgumentException(
                    "first <= last does not hold: first is " + firstMillis + ", last is " + lastMillis);
        }
    }

    /** Of one event. */
    public static EventSpan of(long timeMillis) {
        return new EventSpan(timeMillis, timeMillis);
    }

    /** Whether it is {@link #NONE}. */
    public boolean isNone() {
        return firstMillis > lastMillis;
    }

    /** Of both sets together. */
    public EventSpan merge(EventSpan other) {
        return new EventSpan(Math.min(firstMillis, other.firstMillis), Math.max(lastMillis, other.lastMillis));
    }
}
