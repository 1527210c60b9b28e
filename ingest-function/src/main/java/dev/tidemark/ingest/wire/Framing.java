package dev.tidemark.ingest.wire;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Between the decoder and Vert.x. A head that breaks the rules is handed on as one that was not decoded. A body whose chunks
 * do is handed on as one that ends here, of a request that is marked as not decoded: Vert.x would close the connection at
 * once, with whatever answers are not on the wire yet, that request's and those of others before it. As it is, all are
 * answered, and then the connection is closed.
 */
final class Framing extends ChannelDuplexHandler {

    /** Requests that may come before the answer to the first of them is on the wire. */
    private static final int MOST_UNANSWERED = 32;

    private final Conversation conversation;
    private final Room room;
    private @Nullable HttpRequest current;

    Framing(Conversation conversation, ByteBudget untaken) {
        this.conversation = conversation;
        this.room = new Room(untaken);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (conversation.isOver()) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            current = request;
            conversation.head();
            require(request);
            // A server may pass it over, and none is needed: who speaks HTTP/2 says so first (RFC 9113, section 3.1).
            request.headers().remove(HttpHeaderNames.UPGRADE);
            if (request.decoderResult().isFailure()) {
                conversation.over(context);
            }
        } else if (message instanceof HttpContent content
                && content.decoderResult().isFailure()) {
            if (current != null) {
                current.setDecoderResult(DecoderResult.failure(new NoHttpException("the body's chunks are none")));
            }
            content.release();
            context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
            conversation.over(context);
            return;
        }
        if (message instanceof LastHttpContent) {
            conversation.end();
            current = null;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        int needed = message instanceof HttpContent content
                ? Room.neededFor(content.content().readableBytes())
                : 0;
        if (!room.take(needed)) {
            ReferenceCountUtil.release(message);
            // In a task of its own, since the writer of this message still has its end to handle.
            context.executor().execute(() -> {
                promise.tryFailure(new ClosedChannelException());
                var unused = context.close();
            });
            return;
        }
        boolean answers = !isInterim(message);
        if (answers && message instanceof HttpResponse) {
            conversation.answerBegins(context);
        }
        boolean last = answers && message instanceof LastHttpContent;
        ChannelPromise onTheWire = last || needed > 0 ? promise.unvoid() : promise;
        if (needed > 0) {
            onTheWire.addListener(taken -> room.give(needed));
        }
        if (last) {
            onTheWire.addListener(taken -> conversation.answered(context));
        }
        var unused = context.write(message, onTheWire);
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    /** Whatever Netty lets pass. */
    private void require(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return;
        }
        String fault = faultOf(request);
        if (fault != null) {
            request.setDecoderResult(DecoderResult.failure(new NoHttpException(fault)));
        }
    }

    private @Nullable String faultOf(HttpRequest request) {
        HttpHeaders headers = request.headers();
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            // The answer is one of this version.
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
            return "the version may be HTTP/1.0, HTTP/1.1 or HTTP/2";
        }
        if (headers.contains("")) {
            return "a header has no name";
        }
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
            if (codings.size() > 1
                    || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(
                            codings.get(0).strip())) {
                return "the transfer coding may be chunked";
            }
            if (version.equals(HttpVersion.HTTP_1_0)) {
                return "HTTP/1.0 has no chunks";
            }
        }
        if (headers.getAll(HttpHeaderNames.HOST).size() > 1) {
            return "the request has more than one Host";
        }
        return conversation.unanswered() > MOST_UNANSWERED
                ? "more than " + MOST_UNANSWERED + " requests at once on a connection"
                : null;
    }
}
