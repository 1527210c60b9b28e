package dev.tidemark.ingest.wire;

import io.netty.channel.Channel;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The connections of a server that are open, so many at most. Those that wait for nothing make room for new ones, the
 * oldest first: whoever holds connections and says nothing keeps nobody out.
 */
final class Crowd {

    /** Of the oldest, how many are looked at for one that can go. */
    private static final int MOST_LOOKED_AT = 32;

    private final int most;
    private final Map<Channel, Conversation> open = new LinkedHashMap<>();
    private int refused;

    Crowd(int most) {
        this.most = most;
    }

    /** Whether there is room for one more, which then has it until it is closed. */
    synchronized boolean admit(Channel connection, Conversation conversation) {
        if (open.size() >= most && !makeRoom()) {
            return false;
        }
        open.put(connection, conversation);
        connection.closeFuture().addListener(closed -> remove(connection));
        return true;
    }

    /** Whether one without room may be told so, which takes a moment: a tenth as many may, until they are closed. */
    synchronized boolean mayBeTold(Channel connection) {
        if (refused > most / 10) {
            return false;
        }
        refused++;
        connection.closeFuture().addListener(closed -> toldOne());
        return true;
    }

    private boolean makeRoom() {
        for (int looked = 0; looked < MOST_LOOKED_AT && !open.isEmpty(); looked++) {
            Map.Entry<Channel, Conversation> oldest = open.entrySet().iterator().next();
            Channel connection = oldest.getKey();
            Conversation conversation = oldest.getValue();
            open.remove(connection);
            if (conversation.isResting()) {
                connection.eventLoop().execute(() -> closeUnlessBusy(connection, conversation));
                return true;
            }
            open.put(connection, conversation);
        }
        return false;
    }

    /** Something may have come in between. */
    private void closeUnlessBusy(Channel connection, Conversation conversation) {
        if (conversation.isResting()) {
            connection.close();
        } else {
            putBack(connection, conversation);
        }
    }

    private synchronized void putBack(Channel connection, Conversation conversation) {
        if (connection.isOpen()) {
            open.put(connection, conversation);
        }
    }

    private synchronized void remove(Channel connection) {
        open.remove(connection);
    }

    private synchronized void toldOne() {
        refused--;
    }
}
