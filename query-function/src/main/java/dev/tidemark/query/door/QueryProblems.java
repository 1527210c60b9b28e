package dev.tidemark.query.door;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URISyntaxException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import software.amazon.awssdk.core.exception.SdkException;

/** The one place where whatever went wrong becomes a problem document. */
class QueryProblems {

    private static final Logger LOG = Logger.getLogger(QueryProblems.class);
    private static final String METHODS = "GET, HEAD";
    private static final int BEFORE_ALL_THAT_DECODES = 9_000;
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final String NOTHING = "see /q/openapi for what there is";

    @ServerExceptionMapper
    Response map(QueryProblem problem) {
        return QueryAnswer.of(problem);
    }

    @ServerExceptionMapper
    Response map(WebApplicationException e) {
        return QueryAnswer.of(of(e.getResponse().getStatus()));
    }

    /** Another method is told the right ones (RFC 9110, section 15.5.6): no address here takes others. */
    @ServerExceptionMapper
    Response map(NotAllowedException e) {
        return Response.fromResponse(QueryAnswer.of(of(405)))
                .header("Allow", METHODS)
                .build();
    }

    /** What Vert.x itself refuses, as a {@code %} that begins no byte. */
    @ServerExceptionMapper
    Response map(HttpException e) {
        return QueryAnswer.of(of(e.getStatusCode()));
    }

    /** A table, the stream or the bucket did not answer, or had no room. */
    @ServerExceptionMapper
    Response map(SdkException e) {
        LOG.error("a query failed at a store", e);
        return Response.fromResponse(QueryAnswer.of(of(503)))
                .header("Retry-After", RETRY_AFTER_SECONDS)
                .build();
    }

    @ServerExceptionMapper
    Response map(Throwable e) {
        LOG.error("a query failed", e);
        return QueryAnswer.of(of(500));
    }

    /** An address that is no URI is refused before whatever decodes it fails on it. */
    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    if (isUri(context.request().uri())) {
                        context.next();
                    } else {
                        send(context, of(400));
                    }
                },
                BEFORE_ALL_THAT_DECODES);
    }

    /** Errors outside the resources, and the one method that those would answer by themselves. */
    void observe(@Observes Router router) {
        router.route().method(HttpMethod.OPTIONS).order(Integer.MIN_VALUE).handler(context -> {
            context.response().putHeader("Allow", METHODS);
            send(context, of(405));
        });
        router.route().order(Integer.MAX_VALUE).handler(context -> send(context, of(404)));
        router.route().failureHandler(context -> {
            if (context.failure() != null && !(context.failure() instanceof HttpException)) {
                LOG.error("a query failed", context.failure());
            }
            send(context, of(context.statusCode()));
        });
    }

    private static boolean isUri(String address) {
        try {
            new URI(address);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static QueryProblem of(int status) {
        return switch (status) {
            case 401 -> new QueryProblem(QueryProblem.Kind.UNAUTHORIZED, QueryKeys.HOW);
            case 404 -> new QueryProblem(QueryProblem.Kind.NOT_FOUND, NOTHING);
            case 405 -> new QueryProblem(QueryProblem.Kind.METHOD_NOT_ALLOWED, "queries are asked with GET");
            case 503 -> new QueryProblem(QueryProblem.Kind.UNAVAILABLE, "ask again; nothing is lost by asking");
            default ->
                status >= 400 && status < 500
                        ? new QueryProblem(QueryProblem.Kind.BAD_REQUEST, NOTHING)
                        : new QueryProblem(
                                QueryProblem.Kind.INTERNAL, "ask again; what failed is in the function's log");
        };
    }

    private static void send(RoutingContext context, QueryProblem problem) {
        if (!context.response().ended()) {
            context.response()
                    .setStatusCode(problem.kind().status())
                    .putHeader("Content-Type", QueryAnswer.problemMediaType())
                    .end(Buffer.buffer(QueryAnswer.document(problem)));
        }
    }
}
