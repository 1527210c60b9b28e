package dev.tidemark.ingest.door;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.quarkus.amazon.lambda.http.LambdaHttpHandler;
import io.quarkus.arc.Unremovable;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway calls, in place of Quarkus' own: an address that is no URI would be refused there with a status alone,
 * before any route sees it. Nothing here injects it: whoever calls it asks for Quarkus' own by its type.
 */
@Alternative
@Priority(1)
@Unremovable
@Singleton
public class GatewayCalls extends LambdaHttpHandler {

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent call, @Nullable Context context) {
        String query = call.getRawQueryString();
        String address = query == null || query.isEmpty() ? call.getRawPath() : call.getRawPath() + '?' + query;
        return Addresses.mayBeRead(address) ? super.handleRequest(call, context) : answer(Addresses.UNREADABLE);
    }

    private static APIGatewayV2HTTPResponse answer(Problem problem) {
        Answer answer = Answer.of(problem);
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(answer.status())
                .withHeaders(Map.of("Content-Type", answer.mediaType()))
                .withBody(new String(answer.body(), StandardCharsets.UTF_8))
                .build();
    }
}
