package dev.tidemark.ingest.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ByteProcessor;

/** Before all that Vert.x puts into a connection: sees its bytes come. */
final class Bytes extends ChannelInboundHandlerAdapter {

    private final Conversation conversation;
    private final Choice choice;

    Bytes(Conversation conversation, Choice choice) {
        this.conversation = conversation;
        this.choice = choice;
    }

    /** By now there is Vert.x' handler that tells HTTP/1 from HTTP/2; what it decides is seen behind it. */
    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.pipeline().addLast(choice);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        if (!(bytes instanceof ByteBuf buffer && areLineBreaks(buffer))) {
            conversation.bytes(context);
        }
        context.fireChannelRead(bytes);
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
