package dev.tidemark.ingest.door;

import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Bodies as senders encode them. */
final class Encodings {

    private Encodings() {}

    static byte[] gzip(byte[] body) {
        return written(body, GZIPOutputStream::new);
    }

    static byte[] deflate(byte[] body) {
        return written(body, DeflaterOutputStream::new);
    }

    static byte[] zstd(byte[] body) {
        ZstdCompressor compressor = new ZstdCompressor();
        byte[] compressed = new byte[compressor.maxCompressedLength(body.length)];
        return Arrays.copyOf(compressed, compressor.compress(body, 0, body.length, compressed, 0, compressed.length));
    }

    private interface Encoder {
        OutputStream around(OutputStream bytes) throws IOException;
    }

    private static byte[] written(byte[] body, Encoder encoder) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream encoded = encoder.around(bytes)) {
            encoded.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
