package dev.tidemark.ingest.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Time on one connection of HTTP/2. A frame, and a head with all its frames, has as long to arrive as a head of HTTP/1; then
 * the connection ends, once its streams have. An answer has a time to be taken, whatever window it waits for; then its
 * stream is reset, and so are those of more answers than there is room for. What is in the frames is Netty's to judge, which
 * has bounds for each. Lives on the connection's event loop.
 */
final class Streams extends ChannelDuplexHandler {

    /** What a client sends first of all (RFC 9113, section 3.4). */
    private static final int PREFACE_BYTES = 24;

    private static final int FRAME_HEADER_BYTES = 9;

    private static final int HEADERS = 1;
    private static final int CONTINUATION = 9;
    private static final int END_HEADERS = 4;

    private static final long LOOK_AGAIN_MILLIS = 1_000;

    private final Conversation conversation;
    private final ConnectionBounds bounds;
    private final Http2ConnectionHandler http2;
    private final Http2Connection.PropertyKey seenUnread;

    private final byte[] header = new byte[FRAME_HEADER_BYTES];
    private int headerBytes;
    private int payloadLeft = PREFACE_BYTES;
    private boolean headIsOpen;

    private @Nullable ScheduledFuture<?> late;
    private @Nullable ScheduledFuture<?> unread;

    Streams(Conversation conversation, ConnectionBounds bounds, Http2ConnectionHandler http2) {
        this.conversation = conversation;
        this.bounds = bounds;
        this.http2 = http2;
        this.seenUnread = http2.connection().newKey();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        http2.connection()
                .remote()
                .flowController(new Untaken(http2.connection().remote().flowController(), new Room(bounds.untaken())));
        http2.connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamActive(Http2Stream stream) {
                stand();
                lookForUnread(context);
            }

            @Override
            public void onStreamClosed(Http2Stream stream) {
                conversation.answered();
                stand();
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes && !isWholeAfter(bytes)) {
            if (late == null) {
                watch(context, bounds.head().toMillis());
            }
        } else {
            stopWatching();
        }
        context.fireChannelRead(message);
        stand();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopWatching();
        if (unread != null) {
            unread.cancel(false);
        }
        context.fireChannelInactive();
    }

    /**
     * Whether what begins with these bytes ends with them. Each frame, and each head, that ends has its time from the first
     * byte that came of it.
     */
    private boolean isWholeAfter(ByteBuf bytes) {
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end) {
            if (payloadLeft == 0) {
                header[headerBytes++] = bytes.getByte(at++);
                if (headerBytes == FRAME_HEADER_BYTES) {
                    begin();
                }
            } else {
                int taken = Math.min(payloadLeft, end - at);
                payloadLeft -= taken;
                at += taken;
            }
            if (isWhole()) {
                stopWatching();
            }
        }
        return isWhole();
    }

    private boolean isWhole() {
        return payloadLeft == 0 && headerBytes == 0 && !headIsOpen;
    }

    private void begin() {
        headerBytes = 0;
        payloadLeft = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
        if (header[3] == HEADERS || header[3] == CONTINUATION) {
            headIsOpen = (header[4] & END_HEADERS) == 0;
        }
    }

    /** An answer may have begun. */
    @Override
    public void flush(ChannelHandlerContext context) {
        stand();
        context.flush();
    }

    /**
     * A request is under way until its answer begins: whoever does not take answers would else keep a place that nobody can take
     * from him, at the price of one stream.
     */
    private void stand() {
        int[] waiting = {0};
        forEachStream(stream -> {
            if (!stream.isHeadersSent()) {
                waiting[0]++;
            }
        });
        conversation.stand(waiting[0], isWhole() && http2.connection().numActiveStreams() == 0);
    }

    private void forEachStream(Consumer<Http2Stream> use) {
        try {
            http2.connection().forEachActiveStream(stream -> {
                use.accept(stream);
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException("nothing that is done to a stream fails", e);
        }
    }

    private void watch(ChannelHandlerContext context, long millis) {
        late = context.executor().schedule(() -> late(context), millis, TimeUnit.MILLISECONDS);
    }

    private void stopWatching() {
        if (late != null) {
            late.cancel(false);
            late = null;
        }
    }

    /** Whatever was asked before is answered before. */
    private void late(ChannelHandlerContext context) {
        if (http2.connection().numActiveStreams() > 0) {
            watch(context, LOOK_AGAIN_MILLIS);
            return;
        }
        ChannelHandlerContext own = context.pipeline().context(http2);
        http2.goAway(
                own,
                http2.connection().remote().lastStreamCreated(),
                Http2Error.ENHANCE_YOUR_CALM.code(),
                Unpooled.copiedBuffer("a head has " + bounds.head().toSeconds() + " seconds to arrive", UTF_8),
                own.newPromise());
        own.flush();
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    private void lookForUnread(ChannelHandlerContext context) {
        if (unread == null) {
            unread = context.executor()
                    .schedule(() -> resetUnread(context), bounds.answer().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Resets streams whose answer had begun when this was looked for before. */
    private void resetUnread(ChannelHandlerContext context) {
        unread = null;
        List<Http2Stream> overdue = new ArrayList<>();
        forEachStream(stream -> {
            if (stream.isHeadersSent() && stream.setProperty(seenUnread, Boolean.TRUE) != null) {
                overdue.add(stream);
            }
        });
        ChannelHandlerContext own = context.pipeline().context(http2);
        for (Http2Stream stream : overdue) {
            http2.resetStream(own, stream.id(), Http2Error.CANCEL.code(), own.newPromise());
        }
        own.flush();
        if (http2.connection().numActiveStreams() > 0) {
            lookForUnread(context);
        }
    }
}
