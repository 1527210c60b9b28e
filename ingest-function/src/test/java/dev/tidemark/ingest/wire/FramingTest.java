package dev.tidemark.ingest.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpServerOptions;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of a connection whose other end does not read. */
class FramingTest {

    private static final int HEAD_SECONDS = Answers.HEAD_SECONDS;

    private final FullSocket socket = new FullSocket();

    /** Takes what is written, and never has it on the wire. */
    @Sharable
    private static final class FullSocket extends ChannelOutboundHandlerAdapter {

        private final List<Object> written = new ArrayList<>();
        private final List<ChannelPromise> promises = new ArrayList<>();

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            written.add(message);
            promises.add(promise);
        }
    }

    @Test
    void aRequestThatHasBeenToldThatItIsTooLateIsNotCarriedOut() {
        EmbeddedChannel channel = connection();
        channel.writeInbound(ascii("POST / HTTP/1.1\r\nHost: h\r\n"));
        channel.advanceTimeBy(HEAD_SECONDS, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(socket.written).first().isInstanceOfSatisfying(ByteBuf.class, answer -> assertThat(
                        answer.toString(US_ASCII))
                .startsWith("HTTP/1.1 408 "));
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
        ConnectionBounds bounds = Answers.bounds(1);
        EmbeddedChannel channel = framed(bounds);
        List<ChannelFuture> written = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            written.add(channel.write(answer(300_000)));
        }
        channel.runPendingTasks();
        assertThat(written.get(1).isDone())
                .as("one begins where fewer than 512 KiB wait")
                .isFalse();
        assertThat(written.get(2).cause()).isInstanceOf(ClosedChannelException.class);
        assertThat(channel.isOpen()).isFalse();

        EmbeddedChannel other = framed(bounds);
        assertThat(other.write(answer(1_024)).isDone()).as("a small one").isFalse();
        assertThat(other.write(answer(400_000)).isDone())
                .as("the rest of the million")
                .isFalse();
        ChannelFuture last = other.write(answer(1_025));
        other.runPendingTasks();
        assertThat(last.cause()).as("all have one budget").isInstanceOf(ClosedChannelException.class);

        socket.promises.forEach(ChannelPromise::trySuccess);
        assertThat(bounds.untaken().left()).isEqualTo(Answers.UNTAKEN_BYTES);
    }

    private EmbeddedChannel framed(ConnectionBounds bounds) {
        return new EmbeddedChannel(socket, new Framing(new Conversation(bounds), bounds.untaken()));
    }

    private static FullHttpResponse answer(int bytes) {
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(new byte[bytes]));
    }

    @Test
    void aRequestWaitsForItsAnswerUntilThatIsOnTheWire() {
        EmbeddedChannel channel = connection();
        for (int i = 0; i < 32; i++) {
            assertThat(isDecoded(ask(channel))).isTrue();
            channel.writeOutbound(Answers.of(HttpResponseStatus.OK));
        }
        socket.promises.forEach(ChannelPromise::trySuccess);
        for (int i = 0; i < 32; i++) {
            assertThat(isDecoded(ask(channel))).isTrue();
            channel.writeOutbound(Answers.of(HttpResponseStatus.OK));
        }
        assertThat(isDecoded(ask(channel))).as("the 33rd").isFalse();
    }

    private static HttpRequest ask(EmbeddedChannel channel) {
        channel.writeInbound(ascii("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
        HttpRequest request = channel.readInbound();
        channel.inboundMessages().clear();
        return request;
    }

    private static boolean isDecoded(HttpRequest request) {
        return request.decoderResult().isSuccess();
    }

    @Test
    void anAnswerThatNobodyTakesEndsTheConnection() {
        EmbeddedChannel channel = connection();
        ask(channel);
        channel.writeOutbound(Answers.of(HttpResponseStatus.OK));
        channel.advanceTimeBy(Answers.ANSWER_SECONDS, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void answersThatAreTakenDoNot() {
        EmbeddedChannel channel = connection();
        for (int i = 0; i < 10; i++) {
            ask(channel);
            channel.writeOutbound(Answers.of(HttpResponseStatus.OK));
            channel.advanceTimeBy(Answers.ANSWER_SECONDS - 1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
            socket.promises.forEach(ChannelPromise::trySuccess);
        }
        channel.advanceTimeBy(10 * Answers.ANSWER_SECONDS, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void anUpgradeIsPassedOver() {
        EmbeddedChannel channel = connection();
        channel.writeInbound(ascii("GET / HTTP/1.1\r\nHost: h\r\nUpgrade: h2c\r\n\r\n"));
        HttpRequest request = channel.readInbound();
        assertThat(request.headers().contains("Upgrade")).isFalse();
    }

    /** With what Vert.x puts into one before its first byte is decoded. */
    private EmbeddedChannel connection() {
        EmbeddedChannel channel =
                new EmbeddedChannel(socket, new Bytes(new Crowd(1), Answers.bounds(1), new HttpServerOptions()));
        channel.pipeline()
                .addLast("httpDecoder", new HttpRequestDecoder())
                .addLast("httpEncoder", new HttpResponseEncoder());
        return channel;
    }

    private static ByteBuf ascii(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }
}
