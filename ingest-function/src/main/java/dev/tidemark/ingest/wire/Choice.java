package dev.tidemark.ingest.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.http.HttpServerOptions;

/**
 * Stands behind Vert.x' handler that tells HTTP/1 from HTTP/2, and so is the first to get bytes when that is decided: by
 * then what decodes them is in the pipeline, and has not seen any. Goes when it has looked.
 */
final class Choice extends ChannelInboundHandlerAdapter {

    /** The names that Vert.x gives to its handlers. */
    private static final String DECODER = "httpDecoder";

    private static final String ENCODER = "httpEncoder";

    private final Conversation conversation;
    private final ConnectionBounds bounds;
    private final HttpServerOptions options;

    Choice(Conversation conversation, ConnectionBounds bounds, HttpServerOptions options) {
        this.conversation = conversation;
        this.bounds = bounds;
        this.options = options;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        ChannelPipeline pipeline = context.pipeline();
        if (pipeline.get(DECODER) == null) {
            conversation.stopWatching();
            pipeline.remove(Bytes.class);
            pipeline.addAfter(
                    context.name(),
                    null,
                    new Streams(conversation, bounds, pipeline.get(Http2ConnectionHandler.class)));
        } else {
            pipeline.replace(DECODER, DECODER, new StrictDecoder(options));
            pipeline.addAfter(ENCODER, "framing", new Framing(conversation, bounds.untaken()));
        }
        pipeline.remove(this);
        context.fireChannelRead(bytes);
    }
}
