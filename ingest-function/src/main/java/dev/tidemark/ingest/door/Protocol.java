package dev.tidemark.ingest.door;

import dev.tidemark.ingest.model.EnvelopeVerdict;
import dev.tidemark.ingest.model.Sent;
import dev.tidemark.ingest.reading.UnreadableException;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;

/**
 * How one request is spoken: what its body brings, and what its sender understands. One request, one instance.
 *
 * @param <S> what a body brings
 */
public interface Protocol<S extends Sent> {

    /** The key that the request carries outside its body, if it does. */
    default Optional<String> keyOf(HttpServerRequest request) {
        return Keys.inHeaders(request);
    }

    /** Whether a body without a key in a header may be read, to look for the key in it. */
    default boolean keyMayBeInBody() {
        return false;
    }

    /** Whether a body that begins as gzip does is gzip, though its headers do not say so. */
    default boolean bodyMayBeGzipUnsaid() {
        return false;
    }

    /**
     * Reads a body.
     *
     * @param body decoded
     * @throws UnreadableException if nothing of it can be taken
     */
    S read(byte[] body) throws UnreadableException;

    /**
     * What the sender is told.
     *
     * @param verdicts one for each of {@link Sent#drafts}, in their order
     */
    Answer answer(S sent, List<EnvelopeVerdict> verdicts, Receipt receipt);

    /** What the sender is told of a request of which nothing was taken; a problem document, if it understands one. */
    default Answer refuse(Problem problem) {
        return Answer.of(problem);
    }
}
