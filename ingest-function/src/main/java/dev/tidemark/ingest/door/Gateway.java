package dev.tidemark.ingest.door;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import io.quarkus.vertx.http.runtime.QuarkusHttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the gateway said of a request, where the function was called by one. */
final class Gateway {

    private Gateway() {}

    /** The gateway's event, or null for a request of a connection. */
    static @Nullable APIGatewayV2HTTPEvent event(HttpServerRequest request) {
        return request.headers() instanceof QuarkusHttpHeaders headers
                ? (APIGatewayV2HTTPEvent) headers.getContextObjects().get(APIGatewayV2HTTPEvent.class)
                : null;
    }

    /**
     * Gives the request the headers of the gateway's event, where each is one text. On its way here the call was cut at
     * their commas (quarkus issue 25580), which divide an id, a subject or a date as well.
     */
    static void restoreHeaders(HttpServerRequest request, APIGatewayV2HTTPEvent event) {
        Map<String, String> whole = event.getHeaders();
        if (whole != null) {
            whole.forEach((name, value) -> {
                if (value != null && value.indexOf(',') >= 0) {
                    request.headers().set(name, value);
                }
            });
        }
    }
}
