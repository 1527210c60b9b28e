package dev.tidemark.ingest.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where one connection stands: what is coming, and how many of its requests wait for their answers, each until it is on the
 * wire. Lives on the connection's event loop; of HTTP/2 only its {@link AtStake} is known here.
 */
final class Conversation {

    /** What a connection would lose if it were closed, beginning with those that would lose least. */
    enum AtStake {
        /** No request of it was ever finished, and none is under way; part of a head may have come. */
        NEW,
        /** Nothing is coming, and nothing is waited for. */
        RESTING,
        /** Something has begun to come, and nothing is waited for. */
        SENDING,
        /** A request is under way. */
        BUSY
    }

    /** What comes next. */
    private enum Coming {
        NOTHING,
        HEAD,
        BODY
    }

    private static final long LOOK_AGAIN_MILLIS = 1_000;

    private final ConnectionBounds bounds;

    private Coming coming = Coming.NOTHING;
    private int unanswered;
    private int begun;
    private long taken;
    private boolean over;
    private @Nullable ScheduledFuture<?> head;
    private @Nullable ScheduledFuture<?> untaken;

    private boolean finishedOne;
    private volatile AtStake place = AtStake.NEW;
    private volatile long since = System.nanoTime();
    private Runnable becameOrLeftNew = () -> {};

    /** Nothing has come yet. */
    Conversation(ConnectionBounds bounds) {
        this.bounds = bounds;
    }

    /** Some bytes have come: of a head, unless a body is under way. */
    void bytes() {
        if (coming == Coming.NOTHING && !over) {
            coming = Coming.HEAD;
            settle();
        }
    }

    /** What has come so far was read. A head that is whole by then, as nearly all are, needs no deadline. */
    void read(ChannelHandlerContext context) {
        if (coming == Coming.HEAD && head == null && !over) {
            watch(context, bounds.head().toMillis());
        }
    }

    /** A head is whole. */
    void head() {
        coming = Coming.BODY;
        unanswered++;
        settle();
        stopWatching();
    }

    /** A request is whole. */
    void end() {
        coming = Coming.NOTHING;
        settle();
    }

    /** No more requests are read: when all are answered, the connection ends. */
    void over(ChannelHandlerContext context) {
        over = true;
        stopWatching();
        endIfAnswered(context);
    }

    /** Whether whatever comes now is too late: it is not to be carried out, nor answered. */
    boolean isOver() {
        return over;
    }

    /** An answer begins. If none is taken for too long, the connection ends. */
    void answerBegins(ChannelHandlerContext context) {
        begun++;
        if (untaken == null) {
            lookForUntaken(context);
        }
    }

    /** An answer is on the wire, or never will be. */
    void answered(ChannelHandlerContext context) {
        begun--;
        taken++;
        unanswered--;
        answered();
        settle();
        endIfAnswered(context);
    }

    private void endIfAnswered(ChannelHandlerContext context) {
        if (over && unanswered == 0) {
            // In a task of its own, since the writer of the last answer still has its end to handle.
            context.executor().execute(() -> context.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(ChannelFutureListener.CLOSE));
        }
    }

    int unanswered() {
        return unanswered;
    }

    /** A request is over, answered or not. */
    void answered() {
        finishedOne = true;
    }

    /**
     * Of HTTP/2.
     *
     * @param streams that wait for their answers
     * @param nothingComes whether all that has come is whole, and all that goes is taken
     */
    void stand(int streams, boolean nothingComes) {
        unanswered = streams;
        coming = nothingComes ? Coming.NOTHING : Coming.HEAD;
        settle();
    }

    /** What it would lose now. May be asked by any thread. */
    AtStake place() {
        return place;
    }

    /** Since when the {@link #place} is what it is, by {@link System#nanoTime}. May be asked by any thread. */
    long since() {
        return since;
    }

    /** Tells somebody whenever it has become {@link AtStake#NEW} or is so no longer: once a connection, mostly. */
    void whenItBecomesOrLeavesNew(Runnable told) {
        becameOrLeftNew = told;
    }

    private void settle() {
        AtStake now = unanswered > 0
                ? AtStake.BUSY
                : !finishedOne ? AtStake.NEW : coming == Coming.NOTHING ? AtStake.RESTING : AtStake.SENDING;
        AtStake before = place;
        if (now != before) {
            since = System.nanoTime();
            place = now;
            if (now == AtStake.NEW || before == AtStake.NEW) {
                becameOrLeftNew.run();
            }
        }
    }

    void stopWatching() {
        if (head != null) {
            head.cancel(false);
            head = null;
        }
    }

    private void watch(ChannelHandlerContext context, long millis) {
        head = context.executor().schedule(() -> late(context), millis, TimeUnit.MILLISECONDS);
    }

    /** Those that came before it are answered first, and this one then no more. */
    private void late(ChannelHandlerContext context) {
        if (unanswered > 0) {
            watch(context, LOOK_AGAIN_MILLIS);
        } else {
            over = true;
            answerBegins(context);
            Refusal.write(context, bounds.tooSlow().get()).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void lookForUntaken(ChannelHandlerContext context) {
        long before = taken;
        untaken = context.executor()
                .schedule(
                        () -> {
                            untaken = null;
                            if (begun > 0 && taken == before) {
                                context.close();
                            } else if (begun > 0) {
                                lookForUntaken(context);
                            }
                        },
                        bounds.answer().toMillis(),
                        TimeUnit.MILLISECONDS);
    }
}
