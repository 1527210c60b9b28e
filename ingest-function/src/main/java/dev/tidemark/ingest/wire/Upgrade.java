package dev.tidemark.ingest.wire;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code Upgrade} to HTTP/2. Vert.x, which takes it, looks neither at what was found wrong with a request nor at what is
 * wrong with its chunks, and answers what it cannot take with a status alone.
 */
final class Upgrade {

    private static final long UNSIGNED = 0xffff_ffffL;

    private Upgrade() {}

    /** Passes it over, as a server may (RFC 9110, section 7.8), unless Vert.x can take it and all of the request is known. */
    static void require(HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (headers.contains(HttpHeaderNames.UPGRADE) && !mayBeTaken(request, headers)) {
            headers.remove(HttpHeaderNames.UPGRADE);
        }
    }

    private static boolean mayBeTaken(HttpRequest request, HttpHeaders headers) {
        List<String> settings = headers.getAll(Http2CodecUtil.HTTP_UPGRADE_SETTINGS_HEADER);
        return request.decoderResult().isSuccess()
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && headers.contains(HttpHeaderNames.HOST)
                && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                && connectionNames(headers, HttpHeaderValues.UPGRADE)
                && connectionNames(headers, Http2CodecUtil.HTTP_UPGRADE_SETTINGS_HEADER)
                && settings.size() == 1
                && areSettings(settings.get(0));
    }

    /** By the first {@code Connection} header, which is the one that Vert.x looks at. */
    private static boolean connectionNames(HttpHeaders headers, CharSequence name) {
        String connection = headers.get(HttpHeaderNames.CONNECTION);
        return connection != null
                && Stream.of(connection.split(","))
                        .anyMatch(token -> token.replace(" ", "").equalsIgnoreCase(name.toString()));
    }

    private static boolean areSettings(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            Http2Settings settings = new Http2Settings();
            while (bytes.hasRemaining()) {
                settings.put(bytes.getChar(), Long.valueOf(bytes.getInt() & UNSIGNED));
            }
            return true;
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            return false;
        }
    }
}
