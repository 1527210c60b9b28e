package dev.tidemark.client;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;

/**
 * The events of a storage in the order in which they were offered. An event is in the queue from when it is written until it
 * is deleted, and the storage has both in one step each; so a kill between two steps loses nothing and brings nothing back.
 */
final class EventQueue {

    private final Storage storage;
    private final QueueLimits limits;
    private final Deque<QueuedEvent> events = new ArrayDeque<>();
    /** What is settled and could not be deleted yet. */
    private final Deque<QueuedEvent> settled = new ArrayDeque<>();

    private long bytes;
    private long nextPlace;

    private EventQueue(Storage storage, QueueLimits limits) {
        this.storage = storage;
        this.limits = limits;
    }

    /**
     * Reads what is queued.
     *
     * @param listener is told of what is no event
     */
    static EventQueue open(Storage storage, QueueLimits limits, OutboxListener listener) throws IOException {
        EventQueue queue = new EventQueue(storage, limits);
        List<String> names = new ArrayList<>(storage.names());
        Collections.sort(names);
        for (String name : names) {
            if (QueuedEvent.isName(name)) {
                queue.load(name, listener);
            }
        }
        return queue;
    }

    private void load(String name, OutboxListener listener) throws IOException {
        String text = storage.read(name);
        try {
            QueuedEvent event = QueuedEvent.of(name, text == null ? "" : text);
            events.add(event);
            bytes += event.bytes;
            nextPlace = event.place + 1;
        } catch (IllegalArgumentException e) {
            storage.delete(name);
            listener.unreadable(name);
        }
    }

    Offer add(long session, String id, String json) {
        QueuedEvent event = new QueuedEvent(nextPlace, session, id, json);
        if (events.size() + settled.size() >= limits.events || bytes + event.bytes > limits.bytes) {
            return Offer.FULL;
        }
        nextPlace++;
        bytes += event.bytes;
        try {
            storage.write(event.name(), event.toText());
        } catch (IOException e) {
            // It may be there all the same: whoever offered it is told that it is not, so it has to go.
            forget(event);
            return Offer.NOT_STORED;
        }
        events.add(event);
        return Offer.QUEUED;
    }

    /** The first events, of one session, as many as a request may carry; at least one, if there is any. */
    List<QueuedEvent> head(int most) {
        List<QueuedEvent> head = new ArrayList<>();
        int size = 0;
        for (QueuedEvent event : events) {
            boolean fits = head.size() < most && size + event.bytes <= limits.requestBytes;
            if (!head.isEmpty() && (!fits || event.session != head.get(0).session)) {
                break;
            }
            head.add(event);
            size += event.bytes;
        }
        return head;
    }

    /** Takes events out for good. */
    void settle(List<QueuedEvent> done) {
        if (done.isEmpty()) {
            return;
        }
        events.removeAll(new HashSet<>(done));
        for (QueuedEvent event : done) {
            forget(event);
        }
    }

    private void forget(QueuedEvent event) {
        try {
            storage.delete(event.name());
            bytes -= event.bytes;
        } catch (IOException e) {
            settled.add(event);
        }
    }

    /** Deletes what could not be deleted when it was settled. */
    void retryDeletions() {
        for (int left = settled.size(); left > 0; left--) {
            forget(settled.remove());
        }
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    int size() {
        return events.size();
    }

    /** Whether events of this session wait. */
    boolean has(long session) {
        for (QueuedEvent event : events) {
            if (event.session == session) {
                return true;
            }
        }
        return false;
    }

    /** The latest session of an event here; -1 without one. */
    long latestSession() {
        long latest = -1;
        for (QueuedEvent event : events) {
            latest = Math.max(latest, event.session);
        }
        return latest;
    }
}
