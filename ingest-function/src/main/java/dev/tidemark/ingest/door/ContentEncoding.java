package dev.tidemark.ingest.door;

import dev.tidemark.ingest.model.Limits;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** How bodies may be compressed. None is inflated beyond {@link Limits#INFLATED_BYTES}: a bomb ends at the bound. */
enum ContentEncoding {
    IDENTITY {
        @Override
        InputStream open(byte[] body) {
            return new ByteArrayInputStream(body);
        }
    },
    GZIP {
        @Override
        InputStream open(byte[] body) throws IOException {
            return new GZIPInputStream(new ByteArrayInputStream(body), PIECE);
        }
    },
    /** RFC 1950, as RFC 9110 wants it, or the bare RFC 1951 that many clients send under the same name. */
    DEFLATE {
        @Override
        InputStream open(byte[] body) {
            boolean bare =
                    body.length < 2 || (body[0] & 0x0f) != 8 || (((body[0] & 0xff) << 8) | (body[1] & 0xff)) % 31 != 0;
            Inflater inflater = new Inflater(bare);
            return new InflaterInputStream(new ByteArrayInputStream(body), inflater, PIECE) {
                @Override
                public void close() throws IOException {
                    super.close();
                    inflater.end();
                }
            };
        }
    },
    /** RFC 8878, with windows up to 8 MiB. */
    ZSTD {
        @Override
        InputStream open(byte[] body) {
            return new ZstdInputStream(new ByteArrayInputStream(body));
        }
    };

    private static final int PIECE = 8 << 10;

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

    /** Opens a body; what is broken may show here or on reading. */
    abstract InputStream open(byte[] body) throws IOException;

    /**
     * The body as it was before it was compressed.
     *
     * @throws ProblemException if the encoding is broken, or the body too large
     */
    byte[] decode(byte[] body) {
        if (this == IDENTITY) {
            return body;
        }
        try (InputStream decoded = open(body)) {
            return readBounded(decoded);
        } catch (ProblemException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // decoders meet broken bytes with either
            throw Problem.of(ProblemType.BROKEN_ENCODING, "the body is not valid " + name().toLowerCase(Locale.ROOT))
                    .toException();
        }
    }

    private static byte[] readBounded(InputStream decoded) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 * PIECE);
        byte[] piece = new byte[PIECE];
        for (int read = decoded.read(piece); read >= 0; read = decoded.read(piece)) {
            if (bytes.size() + read > Limits.INFLATED_BYTES) {
                throw Problem.of(
                                ProblemType.BODY_TOO_LARGE,
                                "the body inflates to more than " + Limits.INFLATED_BYTES + " bytes")
                        .toException();
            }
            bytes.write(piece, 0, read);
        }
        return bytes.toByteArray();
    }
}
