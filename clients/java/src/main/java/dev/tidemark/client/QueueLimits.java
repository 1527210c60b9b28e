package dev.tidemark.client;

/** What a queue may hold and what one request may carry. Immutable; {@code with…} gives a copy. */
public final class QueueLimits {

    /** The server's own bounds on a request. */
    private static final int MOST_OF_REQUEST = 1_000;

    private static final int MOST_BYTES_OF_REQUEST = 512 * 1024;

    final int events;
    final long bytes;
    final int requestEvents;
    final int requestBytes = MOST_BYTES_OF_REQUEST;

    private QueueLimits(int events, long bytes, int requestEvents) {
        if (events < 1 || bytes < 1 || requestEvents < 1 || requestEvents > MOST_OF_REQUEST) {
            throw new IllegalArgumentException("events >= 1, bytes >= 1 and 1 <= events of a request <= "
                    + MOST_OF_REQUEST + " does not hold: they are " + events + ", " + bytes + ", " + requestEvents);
        }
        this.events = events;
        this.bytes = bytes;
        this.requestEvents = requestEvents;
    }

    /** 10,000 events and 4 MiB in the queue, 100 events a request. */
    public static QueueLimits defaults() {
        return new QueueLimits(10_000, 4 * 1024 * 1024, 100);
    }

    /** Holding at most so many events. */
    public QueueLimits withEvents(int most) {
        return new QueueLimits(most, bytes, requestEvents);
    }

    /** Holding at most so many bytes of JSON, in memory and in the storage. */
    public QueueLimits withBytes(long most) {
        return new QueueLimits(events, most, requestEvents);
    }

    /** Sending at most so many events a request, 1 to 1,000. */
    public QueueLimits withEventsOfRequest(int most) {
        return new QueueLimits(events, bytes, most);
    }
}
