package dev.tidemark.ingest.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.ingest.model.Limits;
import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
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
                case GZIP -> Requests.gzip(body);
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
        assertThat(sent.encoding.decode(sent.compress(body))).isEqualTo(body);
        assertThat(sent.encoding.decode(sent.compress(new byte[1]))).isEqualTo(new byte[1]);
    }

    @ParameterizedTest
    @EnumSource
    void fiveMebibytesPassAndOneByteMoreDoesNot(Sent sent) throws IOException {
        assertThat(sent.encoding.decode(sent.compress(new byte[Limits.INFLATED_BYTES])))
                .hasSize(Limits.INFLATED_BYTES);
        byte[] more = sent.compress(new byte[Limits.INFLATED_BYTES + 1]);
        assertThatThrownBy(() -> sent.encoding.decode(more))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().type()).isEqualTo(ProblemType.BODY_TOO_LARGE));
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
                sent.encoding.decode(bad);
            } catch (ProblemException e) {
                assertThat(e.problem().type().status()).isBetween(400, 413);
            }
        }
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
