package dev.tidemark.ingest.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpServerOptions;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of a connection whose other end does not read. */
class FramingTest {

    private static final int HEAD_SECONDS = 10;

    private final FullSocket socket = new FullSocket();
    private final Conversation conversation =
            new Conversation(Duration.ofSeconds(HEAD_SECONDS), () -> "late".getBytes(US_ASCII));

    /** Takes what is written, and never has it on the wire. */
    private static final class FullSocket extends ChannelOutboundHandlerAdapter {

        private final List<Object> written = new ArrayList<>();

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            written.add(message);
        }
    }

    @Test
    void aRequestThatHasBeenToldThatItIsTooLateIsNotCarriedOut() {
        EmbeddedChannel channel = connection();
        channel.writeInbound(ascii("POST / HTTP/1.1\r\nHost: h\r\n"));
        channel.advanceTimeBy(HEAD_SECONDS, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(socket.written).singleElement().isEqualTo(ascii("late"));
        channel.writeInbound(ascii("Content-Length: 0\r\n\r\n"));
        assertThat(channel.inboundMessages()).isEmpty();
        assertThat(channel.isOpen()).as("until the answer is on the wire").isTrue();
    }

    @Test
    void aRequestThatIsInTimeIsHandedOn() {
        EmbeddedChannel channel = connection();
        channel.writeInbound(ascii("POST / HTTP/1.1\r\nHost: h\r\n"));
        channel.writeInbound(ascii("Content-Length: 0\r\n\r\n"));
        channel.advanceTimeBy(HEAD_SECONDS, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.inboundMessages()).first().isInstanceOf(HttpRequest.class);
        assertThat(socket.written).isEmpty();
    }

    @Test
    void whoeverWritesAnAnswerForWhichThereIsNoRoomIsToldSo() {
        EmbeddedChannel channel = new EmbeddedChannel(new Framing(conversation));
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        ChannelFuture written = channel.write(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        channel.runPendingTasks();
        assertThat(written.cause()).isInstanceOf(ClosedChannelException.class);
        assertThat(channel.isOpen()).isFalse();
    }

    /** With what Vert.x puts into one before its first byte is decoded. */
    private EmbeddedChannel connection() {
        EmbeddedChannel channel =
                new EmbeddedChannel(socket, new Bytes(conversation, new Choice(conversation, new HttpServerOptions())));
        channel.pipeline()
                .addLast("httpDecoder", new HttpRequestDecoder())
                .addLast("httpEncoder", new HttpResponseEncoder());
        return channel;
    }

    private static ByteBuf ascii(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }
}
