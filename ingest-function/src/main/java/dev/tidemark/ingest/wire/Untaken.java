package dev.tidemark.ingest.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * What waits for windows of the other end of an HTTP/2 connection: so many bytes at most, and what was added last of all.
 * The stream of whatever would come on top is reset. All else is Netty's own flow control.
 */
final class Untaken implements Http2RemoteFlowController {

    private final Http2RemoteFlowController netty;
    private final int most;
    private int bytes;

    /**
     * Nothing waits.
     *
     * @param most bytes that may wait when more is added
     */
    Untaken(Http2RemoteFlowController netty, int most) {
        this.netty = netty;
        this.most = most;
    }

    @Override
    public void addFlowControlled(Http2Stream stream, FlowControlled frame) {
        if (frame.size() > 0 && bytes >= most) {
            frame.error(
                    netty.channelHandlerContext(),
                    Http2Exception.streamError(
                            stream.id(), Http2Error.ENHANCE_YOUR_CALM, "answers are asked for and not taken"));
        } else {
            bytes += frame.size();
            netty.addFlowControlled(stream, new Counted(frame));
        }
    }

    private final class Counted implements FlowControlled {

        private final FlowControlled frame;

        Counted(FlowControlled frame) {
            this.frame = frame;
        }

        @Override
        public int size() {
            return frame.size();
        }

        @Override
        public void error(ChannelHandlerContext context, Throwable cause) {
            bytes -= frame.size();
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
            bytes -= before - frame.size();
        }

        @Override
        public boolean merge(ChannelHandlerContext context, FlowControlled next) {
            return frame.merge(context, ((Counted) next).frame);
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
