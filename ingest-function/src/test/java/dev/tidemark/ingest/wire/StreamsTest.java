package dev.tidemark.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.wire.Conversation.AtStake;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/2 has no more time than HTTP/1. Bytes in hex; a frame is its length (3), type, flags, stream (4) and payload. */
class StreamsTest {

    /** The preface, and a SETTINGS frame with none. */
    private static final String HELLO = "505249202a20485454502f322e300d0a0d0a534d0d0a0d0a" + "000000040000000000";

    /** Of each stream a million bytes, of the connection 65,535, as it is without a word. */
    private static final String LARGE_WINDOWS =
            HELLO.replace("000000040000000000", "000006040000000000" + "0004000f4240");

    private static final String NO_WINDOWS = HELLO.replace("000000040000000000", "000006040000000000" + "000400000000");

    private static final String WHOLE_HEAD = "0000010105" + "00000001" + "82";
    private static final String BODY_TO_COME = "0000010104" + "00000001" + "83";
    private static final String PING = "000008060000000000" + "0000000000000000";

    private final ConnectionBounds bounds = Answers.bounds(1);
    private final Conversation conversation = new Conversation(bounds);
    private final Http2ConnectionHandler http2 = new Http2ConnectionHandlerBuilder()
            .server(true)
            .validateHeaders(false)
            .frameListener(new Http2FrameAdapter())
            .build();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    StreamsTest() {
        channel.pipeline().addLast(new Streams(conversation, bounds, http2), http2);
    }

    private void send(String hex) {
        channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
    }

    private void wait(int seconds) {
        for (int second = 0; second < seconds; second++) {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    /** All that has been written, in hex. */
    private String written() {
        StringBuilder hex = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            hex.append(ByteBufUtil.hexDump(bytes));
            bytes.release();
        }
        return hex.toString();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no length of a frame, 0000",
        "no payload, 000008060000000000",
        "half a payload, 00000806000000000000000000",
        "a head without an end, 000001010100000001 82",
        "with more of it and no end, 000001010100000001 82 000001090000000001 84",
        "half a body, 000001010400000001 83 00000800000000000100"
    })
    void whatDoesNotEndEndsTheConnection(String what, String hex) {
        send(HELLO);
        send(hex.replace(" ", ""));
        wait(Answers.HEAD_SECONDS - 1);
        assertThat(channel.isOpen()).isTrue();
        if (what.equals("half a body")) {
            // Which has a deadline of its own, and then an answer.
            wait(1);
            assertThat(channel.isOpen()).isTrue();
            http2.connection().stream(1).close();
        }
        wait(2);
        assertThat(channel.isOpen()).isFalse();
        assertThat(written()).as("it is told so by a GOAWAY").contains("070000000000", "0000000b");
    }

    /** However often something comes. */
    @Test
    void aHeadThatDripsHasNoMoreTime() {
        send(HELLO + "000001010100000001" + "82");
        for (int second = 0; second < Answers.HEAD_SECONDS; second++) {
            assertThat(channel.isOpen()).isTrue();
            send("000001090000000001" + "84");
            wait(1);
        }
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void eachFrameHasItsOwnTime() {
        send(HELLO);
        for (int i = 0; i < 4; i++) {
            send(PING.substring(0, 8));
            wait(Answers.HEAD_SECONDS - 1);
            // The end of one and the beginning of the next.
            send(PING.substring(8) + PING.substring(0, 6));
            wait(Answers.HEAD_SECONDS - 1);
            send(PING.substring(6));
        }
        wait(10 * Answers.HEAD_SECONDS);
        assertThat(channel.isOpen()).isTrue();
    }

    /** The other end has a window of nothing: the head of an answer goes, its body waits. */
    @Test
    void anAnswerThatNobodyTakesIsReset() {
        send(NO_WINDOWS + WHOLE_HEAD);
        written();
        answer();
        wait(Answers.ANSWER_SECONDS - 1);
        assertThat(http2.connection().numActiveStreams()).isOne();
        wait(Answers.ANSWER_SECONDS + 1);
        assertThat(http2.connection().numActiveStreams()).isZero();
        assertThat(written()).as("RST_STREAM with CANCEL").endsWith("000004030000000001" + "00000008");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void moreThanMayWaitIsReset() {
        send(LARGE_WINDOWS);
        for (int id = 1; id <= 9; id += 2) {
            send("00000101050000000" + id + "82");
            answer(id, 200_000);
        }
        // 134,465 of the first wait, 334,465 with the second, 534,465 with the third: there is no room for two more.
        assertThat(http2.connection().numActiveStreams()).isEqualTo(3);
        assertThat(written())
                .contains("000004030000000007" + "0000000b", "000004030000000009" + "0000000b")
                .doesNotContain("000004030000000005");
        send("000004080000000000" + "000f4240");
        assertThat(http2.connection().numActiveStreams()).isZero();
        assertThat(channel.isOpen()).isTrue();
        assertThat(bounds.untaken().left()).isEqualTo(Answers.UNTAKEN_BYTES);
        send("000001010500000" + "00b" + "82");
        answer(11, 200_000);
        assertThat(http2.connection().numActiveStreams()).isZero();
    }

    @Test
    void whatOthersLeftWaitingLeavesRoomForSmallAnswersOnly() {
        assertThat(bounds.untaken().take(Answers.UNTAKEN_BYTES - 2_000)).isTrue();
        send(NO_WINDOWS);
        int stream = 1;
        for (int bytes : new int[] {1_024, 1_500, 1_500, 1_024}) {
            send("00000101050000000" + stream + "82");
            answer(stream, bytes);
            stream += 2;
        }
        assertThat(http2.connection().numActiveStreams()).isEqualTo(3);
        assertThat(written()).contains("000004030000000005" + "0000000b");
        http2.connection().stream(3).close();
        assertThat(bounds.untaken().left()).isEqualTo(2_000);
    }

    /** Bytes that the other end's windows allow are not taken before the network has them. */
    @Test
    void whatIsNotOnTheWireStillHasItsRoom() {
        send(LARGE_WINDOWS + WHOLE_HEAD);
        write(1, 10_000);
        assertThat(bounds.untaken().left()).isEqualTo(Answers.UNTAKEN_BYTES - 10_000);
        flush();
        assertThat(bounds.untaken().left()).isEqualTo(Answers.UNTAKEN_BYTES);
    }

    @Test
    void anAnswerThatIsStillToComeIsWaitedFor() {
        send(HELLO + WHOLE_HEAD);
        wait(5 * Answers.ANSWER_SECONDS);
        assertThat(http2.connection().numActiveStreams()).isOne();
        answer();
        assertThat(http2.connection().numActiveStreams()).isZero();
    }

    @Test
    void itRestsWhenNothingIsUnderWay() {
        send(HELLO);
        send(PING.substring(0, 8));
        assertThat(conversation.place()).isEqualTo(AtStake.NEW);
        send(PING.substring(8));
        assertThat(conversation.place()).isEqualTo(AtStake.NEW);
        send(BODY_TO_COME);
        assertThat(conversation.place()).isEqualTo(AtStake.BUSY);
        http2.connection().stream(1).close();
        assertThat(conversation.place()).isEqualTo(AtStake.RESTING);
        send(PING.substring(0, 8));
        assertThat(conversation.place()).isEqualTo(AtStake.SENDING);
        send(PING.substring(8));
        assertThat(conversation.place()).isEqualTo(AtStake.RESTING);
    }

    /** Or a stream a connection would keep everybody else out. */
    @Test
    void anAnswerThatIsNotTakenKeepsNoPlace() {
        send(NO_WINDOWS);
        send(WHOLE_HEAD);
        assertThat(conversation.place()).isEqualTo(AtStake.BUSY);
        answer();
        assertThat(http2.connection().numActiveStreams()).isOne();
        assertThat(conversation.place()).isEqualTo(AtStake.NEW);
        wait(3 * Answers.ANSWER_SECONDS);
        assertThat(http2.connection().numActiveStreams()).isZero();
        assertThat(conversation.place()).isEqualTo(AtStake.RESTING);
    }

    private void answer() {
        answer(1, 100);
    }

    private void answer(int stream, int bytes) {
        write(stream, bytes);
        flush();
    }

    private void write(int stream, int bytes) {
        var context = channel.pipeline().context(http2);
        http2.encoder()
                .writeHeaders(
                        context, stream, new DefaultHttp2Headers(false).status("200"), 0, false, context.newPromise());
        http2.encoder()
                .writeData(context, stream, Unpooled.wrappedBuffer(new byte[bytes]), 0, true, context.newPromise());
    }

    private void flush() {
        http2.flush(channel.pipeline().context(http2));
        channel.runPendingTasks();
    }
}
