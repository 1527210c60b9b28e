package dev.tidemark.ingest.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ByteProcessor;
import io.vertx.core.http.HttpServerOptions;

/** Before all that Vert.x puts into a connection: lets it in if there is room, and sees its bytes come. */
final class Bytes extends ChannelInboundHandlerAdapter {

    private final Crowd crowd;
    private final ConnectionBounds bounds;
    private final Conversation conversation;
    private final HttpServerOptions options;

    Bytes(Crowd crowd, ConnectionBounds bounds, HttpServerOptions options) {
        this.crowd = crowd;
        this.bounds = bounds;
        this.conversation = new Conversation(bounds);
        this.options = options;
    }

    /** By now there is Vert.x' handler that tells HTTP/1 from HTTP/2; what it decides is seen behind it. */
    @Override
    public void channelActive(ChannelHandlerContext context) {
        Channel connection = context.channel();
        if (crowd.admit(connection, conversation)) {
            context.pipeline().addLast(new Choice(conversation, bounds, options));
            context.fireChannelActive();
        } else if (crowd.mayBeTold(connection)) {
            context.pipeline().replace(this, null, new Refusal(bounds.noRoom().get()));
        } else {
            connection.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        if (!(bytes instanceof ByteBuf buffer && areLineBreaks(buffer))) {
            conversation.bytes();
        }
        context.fireChannelRead(bytes);
        // Of HTTP/2 another sees to it.
        if (!context.isRemoved()) {
            conversation.read(context);
        }
    }

    /** Some clients send one behind a body, and no head begins with it (RFC 9112, section 2.2). */
    private static boolean areLineBreaks(ByteBuf bytes) {
        return bytes.forEachByte(ByteProcessor.FIND_NON_CRLF) < 0;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        conversation.stopWatching();
        context.fireChannelInactive();
    }
}
