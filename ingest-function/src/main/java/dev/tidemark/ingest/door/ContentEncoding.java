package dev.tidemark.ingest.door;

import dev.tidemark.ingest.model.SizeLimits;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * How bodies may be compressed. None is inflated beyond {@link SizeLimits#INFLATED_BYTES}, however small it came. And each
 * is so to its end: what is cut off, and what comes behind the end of the compressed data, is a broken body, not a short
 * one.
 */
enum ContentEncoding {
    IDENTITY {
        @Override
        void inflate(byte[] body, Body to) {
            System.arraycopy(body, 0, to.grow(body.length, true), 0, body.length);
        }
    },
    GZIP {
        @Override
        void inflate(byte[] body, Body to) throws IOException, DataFormatException {
            new GzipMembers(body).inflate(new Pieces(to));
        }
    },
    /** RFC 1950, as RFC 9110 wants it, or the bare RFC 1951 that many clients send under the same name. */
    DEFLATE {
        @Override
        void inflate(byte[] body, Body to) throws IOException, DataFormatException {
            boolean bare =
                    body.length < 2 || (body[0] & 0x0f) != 8 || (((body[0] & 0xff) << 8) | (body[1] & 0xff)) % 31 != 0;
            Inflater inflater = new Inflater(bare);
            try {
                inflater.setInput(body);
                new Pieces(to).inflate(inflater, null);
                if (inflater.getRemaining() > 0) {
                    throw new IOException("bytes behind the end of the data");
                }
            } finally {
                inflater.end();
            }
        }
    },
    /** RFC 8878, frame after frame, with windows up to 8 MiB. */
    ZSTD {
        @Override
        void inflate(byte[] body, Body to) throws IOException {
            ZstdFrames.requireWhole(body);
            try (InputStream decoded = new ZstdInputStream(new ByteArrayInputStream(body))) {
                new Pieces(to).readAll(decoded);
            }
        }
    };

    /**
     * The encoding that a header names.
     *
     * @param header {@code Content-Encoding}
     * @throws ProblemException if it is not supported
     */
    static ContentEncoding of(@Nullable String header) {
        String name = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
        return Optional.ofNullable(
                        switch (name) {
                            case "", "identity" -> IDENTITY;
                            case "gzip", "x-gzip" -> GZIP;
                            case "deflate" -> DEFLATE;
                            case "zstd" -> ZSTD;
                            default -> null;
                        })
                .orElseThrow(() -> Problem.of(
                                ProblemType.UNSUPPORTED_ENCODING, "the content encoding may be gzip, deflate or zstd")
                        .toException());
    }

    /** Whether a body is gzip by its first bytes; no text begins with them. */
    static boolean beginsAsGzip(byte[] body) {
        return body.length > 2 && body[0] == 0x1f && body[1] == (byte) 0x8b;
    }

    /** Puts all that was compressed into a body; what is broken ends it. */
    abstract void inflate(byte[] body, Body to) throws IOException, DataFormatException;

    /**
     * Puts the body as it was before it was compressed into another.
     *
     * @throws ProblemException if the encoding is broken, or there are too many bytes
     */
    void decode(byte[] body, Body to) {
        try {
            inflate(body, to);
        } catch (ProblemException e) {
            throw e;
        } catch (IOException
                | DataFormatException
                | RuntimeException e) { // decoders meet broken bytes with any of them
            throw Problem.of(ProblemType.BROKEN_ENCODING, "the body is not valid " + name().toLowerCase(Locale.ROOT))
                    .toException();
        }
    }
}
