package dev.tidemark.ingest.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/** The end of a connection on which no request is read: it is told why, and what it sends is thrown away. */
final class Refusal extends ChannelInboundHandlerAdapter {

    /** Time for the other end to take the answer before the connection is closed, which may take it away. */
    private static final long LINGER_MILLIS = 1_000;

    private final FullHttpResponse answer;

    Refusal(FullHttpResponse answer) {
        this.answer = answer;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        Channel connection = context.channel();
        write(context, answer).addListener(written -> {
            if (connection instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            }
        });
        context.executor().schedule(() -> connection.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {}

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        ReferenceCountUtil.release(bytes);
    }

    /** Writes an answer to what is no request yet, past whatever encodes the answers to requests. */
    static ChannelFuture write(ChannelHandlerContext context, FullHttpResponse answer) {
        context.pipeline().addBefore(context.name(), null, new HttpResponseEncoder());
        return context.writeAndFlush(answer);
    }
}
