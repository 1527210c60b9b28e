package dev.tidemark.domain.view;

import java.time.Duration;

/** How long things must be kept for a views file, beside what it says itself. */
public final class Horizons {

    /** A session that goes on for longer is cut where reading begins. */
    public static final Duration LONGEST_SESSION = Duration.ofDays(64);

    /** For the days at both ends, which are whole, and for a night that comes late. */
    private static final Duration MARGIN = Duration.ofDays(2);

    private Horizons() {}

    /**
     * How long before the clock of the log an event may lie that a night still has to look at: the oldest that may come, and
     * before it the rest of its window.
     */
    public static Duration ofRecords(Views views) {
        return views.ingest().oldest().plus(ofWindows(views));
    }

    /**
     * How long before the end of a window an event may lie that a night needs for it: the longest window, before it the earlier
     * half of a pair; and as long as a window may change, for that is how long it is computed again. An event in a window of received
     * time may have happened {@code ingest.oldest} before it.
     */
    public static Duration ofWindows(Views views) {
        Duration reach = Duration.ZERO;
        for (View view : views.views()) {
            Duration within = view.join() == null ? Duration.ZERO : view.join().within();
            Duration needed = longest(view.window()).plus(within).plus(view.allowedLateness());
            if (view.time() == TimeDomain.RECEIVED) {
                needed = needed.plus(views.ingest().oldest());
            }
            reach = needed.compareTo(reach) > 0 ? needed : reach;
        }
        return reach.plus(MARGIN);
    }

    /** No window is longer; of sessions, with the two gaps that settle them. */
    private static Duration longest(WindowSpec window) {
        return window instanceof WindowSpec.Session session
                ? LONGEST_SESSION.plus(session.gap().multipliedBy(2))
                : window.longest();
    }
}
