package dev.tidemark.ingest.wire;

import dev.tidemark.ingest.wire.Conversation.Place;
import io.netty.channel.Channel;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The connections of a server that are open, so many at most. For a new one room is made by who loses least: first those that
 * never finished a request, then those at rest, then those that have begun to send, of each the one that has been so for longest;
 * never one with a request under way. Whoever holds connections, silent or with heads that drip, keeps nobody out.
 */
final class Crowd {

    private static final List<Place> MAKE_ROOM = List.of(Place.NEW, Place.RESTING, Place.SENDING);

    private final int most;
    private final Map<Place, Set<Member>> open = new EnumMap<>(Place.class);
    private int size;
    private int refused;

    /** One connection; it is where it was last seen by the crowd, or left. */
    private static final class Member {
        private final Channel connection;
        private final Conversation conversation;
        private Place place;
        private boolean left;

        Member(Channel connection, Conversation conversation) {
            this.connection = connection;
            this.conversation = conversation;
            this.place = conversation.place();
        }
    }

    Crowd(int most) {
        this.most = most;
    }

    /** Whether there is room for one more, which then has it until it is closed. */
    synchronized boolean admit(Channel connection, Conversation conversation) {
        if (size >= most && !makeRoom()) {
            return false;
        }
        Member member = new Member(connection, conversation);
        enter(member);
        conversation.whenItMoves(() -> move(member));
        connection.closeFuture().addListener(closed -> leave(member));
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
        for (Place place : MAKE_ROOM) {
            if (!at(place).isEmpty()) {
                Member first = at(place).iterator().next();
                leave(first);
                first.connection.eventLoop().execute(() -> closeUnlessMoved(first, place));
                return true;
            }
        }
        return false;
    }

    /** Something may have come in between. */
    private void closeUnlessMoved(Member member, Place place) {
        if (member.conversation.place() == place) {
            member.connection.close();
        } else {
            comeBack(member);
        }
    }

    private synchronized void comeBack(Member member) {
        if (member.connection.isOpen()) {
            member.left = false;
            member.place = member.conversation.place();
            enter(member);
        }
    }

    private Set<Member> at(Place place) {
        return open.computeIfAbsent(place, first -> new LinkedHashSet<>());
    }

    private void enter(Member member) {
        at(member.place).add(member);
        size++;
    }

    private synchronized void move(Member member) {
        if (!member.left) {
            at(member.place).remove(member);
            member.place = member.conversation.place();
            at(member.place).add(member);
        }
    }

    private synchronized void leave(Member member) {
        if (!member.left) {
            member.left = true;
            at(member.place).remove(member);
            size--;
        }
    }

    private synchronized void toldOne() {
        refused--;
    }
}
