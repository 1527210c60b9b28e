package dev.tidemark.domain.window;

import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WindowSpec;

/**
 * The plane of a session view: buckets across, marks up. Time is cut into buckets {@code [k·gap, (k+1)·gap)}, so two events
 * of one bucket are always one session, and only neighbouring buckets can share one.
 *
 * <p>With a gap of 30 minutes, the bucket [12:00..12:30) has the marks 13:00, 13:00 + q, …: an event is on time while the
 * session that it would be alone may still be going on. A session whose last event lies in that bucket closes at 13:30,
 * when everything on time in [12:30..13:00) is settled that could prolong it.
 */
public final class SessionGrid {

    private final long gap;
    private final long joinedBelow;
    private final long allowedLateness;

    private SessionGrid(WindowSpec.Session session, long allowedLateness) {
        this.gap = session.gap().toMillis();
        this.joinedBelow = session.boundary() == WindowSpec.Boundary.INCLUSIVE ? gap + 1 : gap;
        this.allowedLateness = allowedLateness;
    }

    /**
     * The grid of a session view.
     *
     * @throws IllegalArgumentException if the view's windows are no sessions
     */
    public static SessionGrid of(View view) {
        if (!(view.window() instanceof WindowSpec.Session session)) {
            throw new IllegalArgumentException("view '" + view.name() + "' has no session windows: " + view.window());
        }
        return new SessionGrid(session, view.allowedLateness().toMillis());
    }

    /** The gap, and with it the length of a bucket, in milliseconds. */
    public long gapMillis() {
        return gap;
    }

    /** The bucket with this start. */
    public Window bucket(long bucketStartMillis) {
        return new Window(bucketStartMillis, bucketStartMillis + gap);
    }

    /** Start of the bucket that follows. */
    public long next(long bucketStartMillis) {
        return bucketStartMillis + gap;
    }

    /** Start of the bucket before. */
    public long previous(long bucketStartMillis) {
        return bucketStartMillis - gap;
    }

    /** Whether events at these times, with none between them, are one session. */
    public boolean joins(long earlierMillis, long laterMillis) {
        return laterMillis - earlierMillis < joinedBelow;
    }

    /** The session from this first event to this last one: {@code [first, last + gap)}. */
    public Window session(long firstMillis, long lastMillis) {
        return new Window(firstMillis, lastMillis + gap);
    }

    /** The bucket's last mark whose cells count: {@code end + gap + allowedLateness}. */
    public long lastMark(long bucketStartMillis) {
        return bucketStartMillis + 2 * gap + allowedLateness;
    }

    /** The mark from which a session with this last bucket is published: {@code end + 2·gap}. */
    public long close(long bucketStartMillis) {
        return bucketStartMillis + 3 * gap;
    }

    /** The last mark at which a session with this last bucket is published: {@code close + allowedLateness}. */
    public long finalMark(long bucketStartMillis) {
        return close(bucketStartMillis) + allowedLateness;
    }

    /** The mark at which a cell of this bucket may show in what is published: its own, or the bucket's close if later. */
    public long dueMark(long bucketStartMillis, long cellMarkMillis) {
        return Math.max(close(bucketStartMillis), cellMarkMillis);
    }
}
