package dev.tidemark.ingest.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Stands where a server's connections are accepted, since Vert.x tells of one when its first head is whole: whoever sends
 * none would never be seen.
 */
@Sharable
public final class Accepting extends ChannelInboundHandlerAdapter {

    private static final String NAME = "accepting";

    private final HttpServerOptions options;
    private final ConnectionBounds bounds;
    private final Crowd crowd;

    /**
     * To be put before a server.
     *
     * @param options of the server
     */
    public Accepting(HttpServerOptions options, ConnectionBounds bounds) {
        this.options = options;
        this.bounds = bounds;
        this.crowd = new Crowd(bounds.connections());
    }

    /**
     * Puts this before the server that listens on a port, once, however many event loops share it.
     *
     * @return fails with an {@link IllegalStateException} if no server listens there, and with whatever keeps an event
     *     loop from being asked for its channels: connections would be served without this
     */
    public Future<Void> standBefore(Vertx vertx, int port) {
        List<Future<Boolean>> looked = new ArrayList<>();
        for (EventExecutor executor : ((VertxInternal) vertx).getAcceptorEventLoopGroup()) {
            if (executor instanceof SingleThreadEventLoop loop) {
                Promise<Boolean> found = Promise.promise();
                loop.execute(() -> {
                    try {
                        found.complete(standBefore(loop.registeredChannelsIterator(), port));
                    } catch (RuntimeException e) {
                        found.fail(e);
                    }
                });
                looked.add(found.future());
            }
        }
        return Future.all(looked)
                .compose(all -> all.list().contains(true)
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                new IllegalStateException("found no server on port " + port + " to stand before")));
    }

    /** Whether a server on that port is among these. */
    private boolean standBefore(Iterator<Channel> channels, int port) {
        boolean found = false;
        while (channels.hasNext()) {
            Channel channel = channels.next();
            if (channel instanceof ServerChannel
                    && channel.localAddress() instanceof InetSocketAddress address
                    && address.getPort() == port) {
                found = true;
                if (channel.pipeline().get(NAME) == null) {
                    channel.pipeline().addFirst(NAME, this);
                }
            }
        }
        return found;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        if (accepted instanceof Channel connection) {
            connection.pipeline().addLast(new Bytes(crowd, bounds, options));
        }
        context.fireChannelRead(accepted);
    }
}
