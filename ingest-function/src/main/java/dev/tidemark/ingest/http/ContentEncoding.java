package dev.tidemark.ingest.http;

import dev.tidemark.ingest.envelope.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Decodes bodies, never beyond {@link Limits#INFLATED_BYTES}: a bomb is given up when it passes the bound. */
final class ContentEncoding {

    private static final int PIECE = 8 << 10;

    private static final Set<String> SUPPORTED = Set.of("gzip", "x-gzip");

    private ContentEncoding() {}

    static boolean isIdentity(@Nullable String header) {
        return header == null || header.isBlank() || header.strip().equalsIgnoreCase("identity");
    }

    /**
     * Refuses what {@link #decode} could not decode.
     *
     * @param header {@code Content-Encoding}
     * @throws ProblemException if the encoding is not supported
     */
    static void check(@Nullable String header) {
        if (!isIdentity(header) && !SUPPORTED.contains(name(header))) {
            throw Problem.of(ProblemType.UNSUPPORTED_ENCODING, "the content encoding may be gzip")
                    .toException();
        }
    }

    /**
     * The decoded body.
     *
     * @param header {@code Content-Encoding}, which is supported
     * @throws ProblemException if the encoding is broken, or the body too large
     */
    static byte[] decode(byte[] body, @Nullable String header) {
        if (header == null || isIdentity(header)) {
            return body;
        }
        String encoding = name(header);
        try (InputStream decoded = open(encoding, body)) {
            return readBounded(decoded);
        } catch (IOException e) {
            throw Problem.of(ProblemType.BROKEN_ENCODING, "the body is not valid " + encoding)
                    .toException();
        }
    }

    private static String name(@Nullable String header) {
        return header == null ? "identity" : header.strip().toLowerCase(Locale.ROOT);
    }

    private static InputStream open(String encoding, byte[] body) throws IOException {
        return switch (encoding) {
            case "gzip", "x-gzip" -> new GZIPInputStream(new ByteArrayInputStream(body), PIECE);
            default -> throw new IllegalArgumentException(encoding + " has not been checked");
        };
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
