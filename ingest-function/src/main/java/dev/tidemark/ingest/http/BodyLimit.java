package dev.tidemark.ingest.http;

import dev.tidemark.ingest.envelope.Limits;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Refuses a body that says it is too large before a byte of it is read. */
@Singleton
class BodyLimit {

    private static final int AFTER_THE_STAMPS = 9_000;

    void register(@Observes Filters filters) {
        filters.register(BodyLimit::check, AFTER_THE_STAMPS);
    }

    private static void check(RoutingContext request) {
        String length = request.request().getHeader("Content-Length");
        if (length != null && length.length() > 6 && longerThanAllowed(length)) {
            request.response().putHeader("Connection", "close");
            Problems.send(
                    request, Problem.of(ProblemType.BODY_TOO_LARGE, "a body may have " + Limits.BODY_BYTES + " bytes"));
            return;
        }
        request.next();
    }

    private static boolean longerThanAllowed(String length) {
        try {
            return Long.parseLong(length) > Limits.BODY_BYTES;
        } catch (NumberFormatException e) {
            return true;
        }
    }
}
