package dev.tidemark.ingest.wire;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * Refuses {@code Content-Length} together with chunked, which allows request smuggling: Netty goes by the chunks, a proxy
 * before it perhaps by the length (RFC 9112, section 6.3).
 */
final class StrictDecoder extends VertxHttpRequestDecoder {

    StrictDecoder(HttpServerOptions options) {
        super(options);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        super.handleTransferEncodingChunkedWithContentLength(message);
        message.setDecoderResult(
                DecoderResult.failure(new NoHttpException("a body has chunks or a Content-Length, not both")));
    }
}
