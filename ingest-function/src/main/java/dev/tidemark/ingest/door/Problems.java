package dev.tidemark.ingest.door;

import dev.tidemark.ingest.wire.NoHttpException;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where whatever went wrong becomes a problem document. */
class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    private static final BiConsumer<RoutingContext, Throwable> NOT_AUTHENTICATED =
            (context, failure) -> send(context, Problem.of(ProblemType.UNAUTHORIZED, null));

    @Inject
    Methods methods;

    @ServerExceptionMapper
    Response map(ProblemException e) {
        return respond(e.problem());
    }

    @ServerExceptionMapper
    Response map(WebApplicationException e) {
        return respond(Problem.of(typeOf(e.getResponse().getStatus()), null));
    }

    /** Where another method is right, it is told (RFC 9110, section 15.5.6). */
    @ServerExceptionMapper
    Response map(NotAllowedException e, UriInfo address) {
        return Response.fromResponse(respond(Problem.of(ProblemType.METHOD_NOT_ALLOWED, null)))
                .header("Allow", methods.at(address.getPath()))
                .build();
    }

    @ServerExceptionMapper
    Response map(Throwable e) {
        LOG.error("a request failed", e);
        return respond(Problem.of(ProblemType.INTERNAL, null));
    }

    /**
     * Quarkus's hook for a failed authentication, though nothing here authenticates. Left alone, Quarkus REST would put a
     * handler of its own there with each request, and look up the request's route for it.
     */
    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    context.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, NOT_AUTHENTICATED);
                    context.next();
                },
                SecurityHandlerPriorities.AUTHENTICATION);
    }

    /** Errors outside the resources. */
    void observe(@Observes Router router) {
        router.route().order(Integer.MAX_VALUE).handler(context -> send(context, ProblemType.NOT_FOUND));
        router.route().failureHandler(context -> send(context, typeOf(context.statusCode())));
        for (ProblemType type : ProblemType.values()) {
            router.errorHandler(type.status(), context -> send(context, typeOf(context.statusCode())));
        }
    }

    private static Response respond(Problem problem) {
        return Answer.of(problem).toResponse();
    }

    private static ProblemType typeOf(int status) {
        return switch (status) {
            case 401 -> ProblemType.UNAUTHORIZED;
            case 403 -> ProblemType.FORBIDDEN;
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 408 -> ProblemType.TOO_SLOW;
            case 413 -> ProblemType.BODY_TOO_LARGE;
            case 414 -> ProblemType.URI_TOO_LONG;
            case 431 -> ProblemType.HEADERS_TOO_LARGE;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            case 429 -> ProblemType.TOO_MANY_REQUESTS;
            case 503 -> ProblemType.UNAVAILABLE;
            default -> status >= 400 && status < 500 ? ProblemType.BAD_REQUEST : ProblemType.INTERNAL;
        };
    }

    private static void send(RoutingContext context, ProblemType type) {
        if (context.failure() != null && type == ProblemType.INTERNAL) {
            LOG.error("a request failed", context.failure());
        }
        send(context, Problem.of(type, null));
    }

    /** Answers outside the resources. */
    static void send(RoutingContext context, Problem problem) {
        send(context.response(), problem);
    }

    /** Answers what is no request of HTTP, and ends its connection. */
    static void sendInvalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        ProblemType type = cause instanceof TooLongHttpHeaderException
                ? ProblemType.HEADERS_TOO_LARGE
                : cause instanceof TooLongHttpLineException ? ProblemType.URI_TOO_LONG : ProblemType.BAD_REQUEST;
        request.response().putHeader("Connection", "close");
        send(request.response(), Problem.of(type, NoHttpException.tellable(cause)));
        request.connection().close();
    }

    static void sendWithoutHost(HttpServerRequest request) {
        send(request.response(), Problem.of(ProblemType.BAD_REQUEST, "the request has no Host"));
    }

    /** The answer to a head that does not come: there is no request yet to be answered. */
    static FullHttpResponse lateHead(Duration deadline) {
        return last(Problem.of(
                ProblemType.TOO_SLOW, "the head of a request has " + deadline.toSeconds() + " seconds to arrive"));
    }

    /** The answer to a connection for which there is no room. */
    static FullHttpResponse noRoom() {
        return last(Problem.of(ProblemType.UNAVAILABLE, "there are too many connections"));
    }

    /** The last answer on a connection, without a request. */
    private static FullHttpResponse last(Problem problem) {
        Answer answer = Answer.of(problem);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.mediaType())
                .set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length)
                .set(HttpHeaderNames.RETRY_AFTER, Answer.retryAfterSeconds())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }

    private static void send(HttpServerResponse response, Problem problem) {
        if (!response.ended()) {
            Answer answer = Answer.of(problem);
            if (answer.sendAgain()) {
                response.putHeader("Retry-After", Integer.toString(Answer.retryAfterSeconds()));
            }
            response.setStatusCode(answer.status())
                    .putHeader("Content-Type", answer.mediaType())
                    .end(Buffer.buffer(answer.body()));
        }
    }
}
