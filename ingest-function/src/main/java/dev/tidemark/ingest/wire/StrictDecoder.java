package dev.tidemark.ingest.wire;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * Refuses a body of two lengths. Netty would believe the chunks, and whoever stands before this server perhaps the
 * length: what one takes for a body is the other's next request (RFC 9112, section 6.3).
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
