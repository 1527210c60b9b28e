package dev.tidemark.ingest.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

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
        conversation.bytes(context);
        context.fireChannelRead(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        conversation.stopWatching();
        context.fireChannelInactive();
    }
}
