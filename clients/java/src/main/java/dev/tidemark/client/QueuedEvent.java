package dev.tidemark.client;

import java.nio.charset.StandardCharsets;

/** An event in the queue: its place, its session, and its JSON, which is the same in every request. */
final class QueuedEvent {

    private static final String PREFIX = "event-";
    private static final int WIDTH = 19;

    final long place;
    final long session;
    final String id;
    final String json;
    final int bytes;

    QueuedEvent(long place, long session, String id, String json) {
        this.place = place;
        this.session = session;
        this.id = id;
        this.json = json;
        this.bytes = json.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Its name in the storage; in the order of these names the events were offered. */
    String name() {
        StringBuilder name = new StringBuilder(PREFIX);
        String number = Long.toString(place);
        for (int i = number.length(); i < WIDTH; i++) {
            name.append('0');
        }
        return name.append(number).toString();
    }

    static boolean isName(String name) {
        return name.startsWith(PREFIX);
    }

    /** Its text in the storage. */
    String toText() {
        return session + " " + id.length() + " " + id + json;
    }

    /**
     * What was stored.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static QueuedEvent of(String name, String text) {
        int one = text.indexOf(' ');
        int two = text.indexOf(' ', one + 1);
        if (one < 0 || two < 0) {
            throw new IllegalArgumentException("no event");
        }
        int idEnds = two + 1 + Integer.parseInt(text.substring(one + 1, two));
        if (idEnds < two + 1 || idEnds >= text.length() || text.charAt(idEnds) != '{') {
            throw new IllegalArgumentException("no event");
        }
        return new QueuedEvent(
                Long.parseLong(name.substring(PREFIX.length())),
                Long.parseLong(text.substring(0, one)),
                text.substring(two + 1, idEnds),
                text.substring(idEnds));
    }
}
