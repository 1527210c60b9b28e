package dev.tidemark.ingest.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * Whatever is to be sent on an HTTP/2 connection takes its {@link Room} before it waits for a window, and has it until it is on
 * the wire. The stream of what finds none is reset. All else is Netty's own flow control.
 */
final class Untaken implements Http2RemoteFlowController {

    private final Http2RemoteFlowController netty;
    private final Room room;

    Untaken(Http2RemoteFlowController netty, Room room) {
        this.netty = netty;
        this.room = room;
    }

    @Override
    public void addFlowControlled(Http2Stream stream, FlowControlled frame) {
        int needed = Room.neededFor(frame.size());
        if (room.take(needed)) {
            netty.addFlowControlled(stream, new Counted(frame, needed));
        } else {
            frame.error(
                    netty.channelHandlerContext(),
                    Http2Exception.streamError(
                            stream.id(), Http2Error.ENHANCE_YOUR_CALM, "answers are asked for and not taken"));
        }
    }

    private final class Counted implements FlowControlled {

        private final FlowControlled frame;
        private int taken;

        Counted(FlowControlled frame, int taken) {
            this.frame = frame;
            this.taken = taken;
        }

        @Override
        public int size() {
            return frame.size();
        }

        @Override
        public void error(ChannelHandlerContext context, Throwable cause) {
            room.give(taken);
            taken = 0;
            frame.error(context, cause);
        }

        @Override
        public void writeComplete() {
            frame.writeComplete();
        }

        @Override
        public void write(ChannelHandlerContext context, int allowedBytes) {
            int before = frame.size();
            frame.write(context, allowedBytes);
            int written = Math.min(before - frame.size(), taken);
            if (written > 0) {
                taken -= written;
                // Completes when everything written before it is on the wire.
                context.write(Unpooled.EMPTY_BUFFER).addListener(done -> room.give(written));
            }
        }

        @Override
        public boolean merge(ChannelHandlerContext context, FlowControlled next) {
            Counted more = (Counted) next;
            if (!frame.merge(context, more.frame)) {
                return false;
            }
            taken += more.taken;
            more.taken = 0;
            return true;
        }
    }

    @Override
    public void channelHandlerContext(ChannelHandlerContext context) throws Http2Exception {
        netty.channelHandlerContext(context);
    }

    @Override
    public ChannelHandlerContext channelHandlerContext() {
        return netty.channelHandlerContext();
    }

    @Override
    public boolean hasFlowControlled(Http2Stream stream) {
        return netty.hasFlowControlled(stream);
    }

    @Override
    public void writePendingBytes() throws Http2Exception {
        netty.writePendingBytes();
    }

    @Override
    public void listener(Listener listener) {
        netty.listener(listener);
    }

    @Override
    public boolean isWritable(Http2Stream stream) {
        return netty.isWritable(stream);
    }

    @Override
    public void channelWritabilityChanged() throws Http2Exception {
        netty.channelWritabilityChanged();
    }

    @Override
    public void updateDependencyTree(int child, int parent, short weight, boolean exclusive) {
        netty.updateDependencyTree(child, parent, weight, exclusive);
    }

    @Override
    public void initialWindowSize(int size) throws Http2Exception {
        netty.initialWindowSize(size);
    }

    @Override
    public int initialWindowSize() {
        return netty.initialWindowSize();
    }

    @Override
    public int windowSize(Http2Stream stream) {
        return netty.windowSize(stream);
    }

    @Override
    public void incrementWindowSize(Http2Stream stream, int delta) throws Http2Exception {
        netty.incrementWindowSize(stream, delta);
    }
}
