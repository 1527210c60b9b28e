package dev.tidemark.ingest.wire;

import dev.tidemark.ingest.wire.Conversation.AtStake;
import io.netty.channel.Channel;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a server that are open, so many at most. For a new one room is made by who loses least: first those that
 * never finished a request, then those at rest, then those that have begun to send, of each the one that has been so for longest;
 * never one with a request under way. Whoever holds connections, silent or with heads that drip, keeps nobody out.
 *
 * <p>A connection is moved here when its first request begins, not with every request. Among those that have finished one the
 * one to be closed is looked for when there is no other: whoever comes to a full server in great numbers is new himself, and
 * makes room for the next.
 */
final class Crowd {

    private final int most;

    /** Those that never finished a request, in the order in which they came. */
    private final Set<Member> fresh = new LinkedHashSet<>();

    private final Set<Member> known = new LinkedHashSet<>();
    private int refused;

    private record Member(Channel connection, Conversation conversation) {

        private AtStake place() {
            return conversation.place();
        }

        /** Whether it would lose less than another. */
        private boolean goesBefore(Member other) {
            int places = place().compareTo(other.place());
            return places < 0 || places == 0 && conversation.since() - other.conversation.since() < 0;
        }
    }

    Crowd(int most) {
        this.most = most;
    }

    /** Whether there is room for one more, which then has it until it is closed. */
    synchronized boolean admit(Channel connection, Conversation conversation) {
        // Of those for whom room was made before, some may have come back.
        while (fresh.size() + known.size() >= most) {
            if (!makeRoom()) {
                return false;
            }
        }
        Member member = new Member(connection, conversation);
        enter(member);
        conversation.whenItBecomesOrLeavesNew(() -> move(member));
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
        Member least = fresh.isEmpty() ? leastOfKnown() : fresh.iterator().next();
        if (least == null) {
            return false;
        }
        AtStake place = least.place();
        leave(least);
        least.connection.eventLoop().execute(() -> closeUnlessMoved(least, place));
        return true;
    }

    private @Nullable Member leastOfKnown() {
        Member least = null;
        for (Member member : known) {
            if (member.place() != AtStake.BUSY && (least == null || member.goesBefore(least))) {
                least = member;
            }
        }
        return least;
    }

    /** Something may have come in between. */
    private void closeUnlessMoved(Member member, AtStake place) {
        if (place != AtStake.BUSY && member.place() == place) {
            member.connection.close();
        } else {
            comeBack(member);
        }
    }

    private synchronized void comeBack(Member member) {
        if (member.connection.isOpen()) {
            enter(member);
        }
    }

    private void enter(Member member) {
        (member.place() == AtStake.NEW ? fresh : known).add(member);
    }

    private synchronized void move(Member member) {
        if (fresh.remove(member) || known.remove(member)) {
            enter(member);
        }
    }

    private synchronized void leave(Member member) {
        if (!fresh.remove(member)) {
            known.remove(member);
        }
    }

    private synchronized void toldOne() {
        refused--;
    }
}
