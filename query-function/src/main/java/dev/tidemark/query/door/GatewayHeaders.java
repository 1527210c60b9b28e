package dev.tidemark.query.door;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import io.quarkus.vertx.http.runtime.QuarkusHttpHeaders;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/**
 * Gives a call of the gateway its headers as they were sent. On its way here each was cut at its commas (quarkus issue 25580), which
 * divide tags and media types.
 */
class GatewayHeaders {

    private static final int BEFORE_ALL_OTHERS = 1_000;

    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    restore(context.request());
                    context.next();
                },
                BEFORE_ALL_OTHERS);
    }

    private static void restore(HttpServerRequest request) {
        if (request.headers() instanceof QuarkusHttpHeaders headers
                && headers.getContextObjects().get(APIGatewayV2HTTPEvent.class) instanceof APIGatewayV2HTTPEvent event
                && event.getHeaders() != null) {
            for (Map.Entry<String, String> header : event.getHeaders().entrySet()) {
                if (header.getValue() != null && header.getValue().indexOf(',') >= 0) {
                    request.headers().set(header.getKey(), header.getValue());
                }
            }
        }
    }
}
