package dev.tidemark.ingest.door;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Refuses an address whose percent signs stand before no two hex digits, before whatever decodes it fails on it. */
@Singleton
class Addresses {

    private static final int BEFORE_ALL_THAT_DECODES = 9_000;

    void register(@Observes Filters filters) {
        filters.register(Addresses::check, BEFORE_ALL_THAT_DECODES);
    }

    private static void check(RoutingContext request) {
        String address = request.request().uri();
        if (address == null || isEncodedRight(address)) {
            request.next();
        } else {
            Problems.send(
                    request,
                    Problem.of(
                            ProblemType.BAD_REQUEST, "a percent sign in the address is followed by no two hex digits"));
        }
    }

    private static boolean isEncodedRight(String address) {
        for (int at = address.indexOf('%'); at >= 0; at = address.indexOf('%', at + 1)) {
            if (at + 2 >= address.length()
                    || Character.digit(address.charAt(at + 1), 16) < 0
                    || Character.digit(address.charAt(at + 2), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
