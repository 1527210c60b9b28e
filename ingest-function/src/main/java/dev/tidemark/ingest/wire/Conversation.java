package dev.tidemark.ingest.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one connection of HTTP/1 stands: what is coming, and how many of its requests wait for their answers. Lives on the
 * connection's event loop.
 */
final class Conversation {

    /** What comes next. */
    private enum Coming {
        NOTHING,
        HEAD,
        BODY
    }

    private static final long LOOK_AGAIN_MILLIS = 1_000;

    private final Duration headDeadline;
    private final Supplier<byte[]> tooSlow;

    private Coming coming = Coming.NOTHING;
    private int unanswered;
    private boolean over;
    private @Nullable ScheduledFuture<?> timer;

    /**
     * Nothing has come yet.
     *
     * @param headDeadline from the first byte that comes after the request before it to the last of the head
     * @param tooSlow the answer to a head that takes longer, as it goes over the wire
     */
    Conversation(Duration headDeadline, Supplier<byte[]> tooSlow) {
        this.headDeadline = headDeadline;
        this.tooSlow = tooSlow;
    }

    /** Some bytes have come: of a head, unless a body is under way. */
    void bytes(ChannelHandlerContext context) {
        if (coming == Coming.NOTHING && timer == null && !over) {
            coming = Coming.HEAD;
            watch(context, headDeadline.toMillis());
        }
    }

    /** A head is whole. */
    void head() {
        coming = Coming.BODY;
        unanswered++;
        stopWatching();
    }

    /** A request is whole. */
    void end() {
        coming = Coming.NOTHING;
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

    /** An answer has been written, if not to the socket. */
    void answered(ChannelHandlerContext context) {
        unanswered--;
        endIfAnswered(context);
    }

    private void endIfAnswered(ChannelHandlerContext context) {
        if (over && unanswered == 0) {
            // Not here and now: whoever writes the last one is to see it end first.
            context.executor().execute(() -> context.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(ChannelFutureListener.CLOSE));
        }
    }

    int unanswered() {
        return unanswered;
    }

    void stopWatching() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void watch(ChannelHandlerContext context, long millis) {
        timer = context.executor().schedule(() -> late(context), millis, TimeUnit.MILLISECONDS);
    }

    /** Those that came before it are answered first, and this one then no more. */
    private void late(ChannelHandlerContext context) {
        if (unanswered > 0) {
            watch(context, LOOK_AGAIN_MILLIS);
        } else {
            over = true;
            context.writeAndFlush(Unpooled.wrappedBuffer(tooSlow.get())).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
