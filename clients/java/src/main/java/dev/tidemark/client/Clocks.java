package dev.tidemark.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges of the session that is on and of earlier ones whose events still wait: an event is corrected by the offset
 * of the clock that stamped it, also when it is sent after a restart. At most one a session of a queued event.
 */
final class Clocks {

    private static final String PREFIX = "clock-";

    private final Storage storage;
    private final DeviceClock clock;
    private final Map<Long, ClockExchange> earlier;
    private DeviceSession session;

    private Clocks(Storage storage, DeviceClock clock, Map<Long, ClockExchange> earlier, long number) {
        this.storage = storage;
        this.clock = clock;
        this.earlier = earlier;
        this.session = new DeviceSession(number, clock);
    }

    /**
     * Reads what is known and begins a session.
     *
     * @param latest session that an event was queued in
     */
    static Clocks open(Storage storage, DeviceClock clock, long latest, OutboxListener listener) throws IOException {
        Map<Long, ClockExchange> earlier = new HashMap<>();
        long number = latest;
        for (String name : storage.names()) {
            if (name.startsWith(PREFIX)) {
                String text = storage.read(name);
                try {
                    long of = Long.parseLong(name.substring(PREFIX.length()));
                    earlier.put(of, ClockExchange.ofText(text == null ? "" : text));
                    number = Math.max(number, of);
                } catch (IllegalArgumentException e) {
                    storage.delete(name);
                    listener.unreadable(name);
                }
            }
        }
        return new Clocks(storage, clock, earlier, number + 1);
    }

    /** The session that is on now. */
    DeviceSession session() {
        if (session.isOver()) {
            ClockExchange held = session.exchange();
            if (held != null) {
                earlier.put(session.number, held);
            }
            session = new DeviceSession(session.number + 1, clock);
        }
        return session;
    }

    /** Takes what the server said of its time, or that it says nothing. */
    void offer(DeviceSession asking, @Nullable ClockExchange exchange) {
        if (asking == session() && session.offer(exchange) && exchange != null) {
            try {
                storage.write(PREFIX + session.number, exchange.toText());
            } catch (IOException e) {
                // It is held all the same; only a restart would not know it.
                return;
            }
        }
    }

    /** The exchange to send events of that session with: its own, or the one now, as if the clock had been left alone. */
    @Nullable
    ClockExchange exchangeOf(long number) {
        ClockExchange own = earlier.get(number);
        return own == null ? session().exchange() : own;
    }

    /**
     * What the clock of that session would say now, so that a request agrees with the stamps of its events: an earlier clock
     * is known by how far it was off.
     */
    long nowOf(long number) {
        long now = session().nowMillis();
        ClockExchange own = earlier.get(number);
        ClockExchange held = session.exchange();
        return own == null || held == null ? now : now + held.offsetMillis() - own.offsetMillis();
    }

    /** Forgets exchanges that no queued event needs. */
    void forgetAllBut(EventQueue queue) {
        for (Long number : new ArrayList<>(earlier.keySet())) {
            if (!queue.has(number)) {
                try {
                    storage.delete(PREFIX + number);
                    earlier.remove(number);
                } catch (IOException e) {
                    // It is removed at the next attempt.
                    return;
                }
            }
        }
    }
}
