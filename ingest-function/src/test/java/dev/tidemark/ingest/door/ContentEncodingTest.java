package dev.tidemark.ingest.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.ingest.model.SizeLimits;
import dev.tidemark.ingest.wire.ByteBudget;
import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentEncodingTest {

    enum Sent {
        GZIP(ContentEncoding.GZIP),
        ZLIB(ContentEncoding.DEFLATE),
        BARE(ContentEncoding.DEFLATE),
        ZSTD(ContentEncoding.ZSTD);

        final ContentEncoding encoding;

        Sent(ContentEncoding encoding) {
            this.encoding = encoding;
        }

        byte[] compress(byte[] body) throws IOException {
            return switch (this) {
                case GZIP -> Encodings.gzip(body);
                case ZLIB -> deflate(body, false);
                case BARE -> deflate(body, true);
                case ZSTD -> zstd(body);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasCompressedComesBack(Sent sent) throws IOException {
        byte[] body = new byte[100_000];
        new Random(1).nextBytes(body);
        Arrays.fill(body, 1_000, 50_000, (byte) 'x');
        assertThat(decoded(sent, sent.compress(body))).isEqualTo(body);
        assertThat(decoded(sent, sent.compress(new byte[1]))).isEqualTo(new byte[1]);
    }

    @ParameterizedTest
    @EnumSource
    void fiveMebibytesPassAndOneByteMoreDoesNot(Sent sent) throws IOException {
        assertThat(decoded(sent, sent.compress(new byte[SizeLimits.INFLATED_BYTES])))
                .hasSize(SizeLimits.INFLATED_BYTES);
        byte[] more = sent.compress(new byte[SizeLimits.INFLATED_BYTES + 1]);
        assertThatThrownBy(() -> decoded(sent, more)).isInstanceOfSatisfying(ProblemException.class, e -> assertThat(
                        e.problem().type())
                .isEqualTo(ProblemType.BODY_TOO_LARGE));
    }

    @ParameterizedTest
    @EnumSource
    void brokenBytesAreAProblemAndNothingElse(Sent sent) throws IOException {
        Random random = new Random(7);
        byte[] body = new byte[5_000];
        random.nextBytes(body);
        byte[] good = sent.compress(body);
        for (int i = 0; i < 500; i++) {
            byte[] bad = Arrays.copyOf(good, i % 2 == 0 ? good.length : random.nextInt(good.length));
            for (int flips = 0; flips < 1 + i % 5 && bad.length > 0; flips++) {
                bad[random.nextInt(Math.min(bad.length, 40))] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                decoded(sent, bad);
            } catch (ProblemException e) {
                assertThat(e.problem().type().status()).isBetween(400, 413);
            }
        }
    }

    /** The end of what the decoder knows is not the end of the body. */
    @ParameterizedTest
    @EnumSource
    void whatIsCutOffOrGoesOnBehindItsEndIsBroken(Sent sent) throws IOException {
        byte[] body = "x".repeat(1_000).getBytes(UTF_8);
        byte[] good = sent.compress(body);
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> decoded(sent, cut))
                    .as("%d bytes of %d", cut.length, good.length)
                    .isInstanceOf(ProblemException.class);
        }
        for (String garbage : List.of("\0", "x", "garbage behind the end")) {
            byte[] more = and(good, garbage.getBytes(UTF_8));
            assertThatThrownBy(() -> decoded(sent, more))
                    .as("and '%s'", garbage)
                    .isInstanceOf(ProblemException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void severalMembersAreOneBody(Sent sent) throws IOException {
        byte[] first = sent.compress("first ".getBytes(UTF_8));
        byte[] second = sent.compress("second".getBytes(UTF_8));
        assertThat(decoded(sent, and(first, second))).isEqualTo("first second".getBytes(UTF_8));
        for (int length = 1; length < second.length; length++) {
            byte[] half = and(first, Arrays.copyOf(second, length));
            assertThatThrownBy(() -> decoded(sent, half)).isInstanceOf(ProblemException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void allRoomIsGivenBack(Sent sent) throws IOException {
        ByteBudget budget = new ByteBudget(20 << 20);
        try (Body to = new Body(budget, SizeLimits.INFLATED_BYTES, () -> {})) {
            sent.encoding.decode(sent.compress(new byte[100_000]), to);
            assertThat(to.bytes()).hasSize(100_000);
            assertThat(budget.left()).isEqualTo((20 << 20) - 100_000);
        }
        assertThat(budget.left()).isEqualTo(20 << 20);
    }

    private static byte[] decoded(Sent sent, byte[] body) {
        try (Body to = new Body(new ByteBudget(20 << 20), SizeLimits.INFLATED_BYTES, () -> {})) {
            sent.encoding.decode(body, to);
            return to.bytes();
        }
    }

    private static byte[] and(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "compress", "gzip, gzip", "snappy"})
    void othersAreNotSupported(String header) {
        assertThatThrownBy(() -> ContentEncoding.of(header))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().type()).isEqualTo(ProblemType.UNSUPPORTED_ENCODING));
    }

    private static byte[] deflate(byte[] body, boolean bare) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(bytes, new Deflater(9, bare))) {
            deflate.write(body);
        }
        return bytes.toByteArray();
    }

    private static byte[] zstd(byte[] body) {
        ZstdCompressor compressor = new ZstdCompressor();
        byte[] compressed = new byte[compressor.maxCompressedLength(body.length)];
        int length = compressor.compress(body, 0, body.length, compressed, 0, compressed.length);
        return Arrays.copyOf(compressed, length);
    }
}
