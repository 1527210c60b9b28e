package dev.tidemark.domain.aggregate;

/**
 * When the first and the last of a set of events happened; kept where windows are made of the events themselves
 * (sessions). A commutative monoid under {@link #merge} with the identity {@link #NONE}.
 *
 * @param firstMillis milliseconds since the epoch
 * @param lastMillis milliseconds since the epoch, inclusive: {@code firstMillis <= lastMillis}
 */
public record Span(long firstMillis, long lastMillis) {

    /** Of no event, or of a view that does not record times. */
    public static final Span NONE = new Span(Long.MAX_VALUE, Long.MIN_VALUE);

    public Span {
        if (firstMillis > lastMillis && !(firstMillis == Long.MAX_VALUE && lastMillis == Long.MIN_VALUE)) {
            throw new IllegalArgumentException(
                    "first <= last does not hold: first is " + firstMillis + ", last is " + lastMillis);
        }
    }

    /** Of one event. */
    public static Span of(long timeMillis) {
        return new Span(timeMillis, timeMillis);
    }

    /** Whether it is {@link #NONE}. */
    public boolean isNone() {
        return firstMillis > lastMillis;
    }

    /** Of both sets together. */
    public Span merge(Span other) {
        return new Span(Math.min(firstMillis, other.firstMillis), Math.max(lastMillis, other.lastMillis));
    }
}
