package dev.tidemark.ingest.door;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Refuses an address that is no URI, before whatever decodes it fails on it. */
@Singleton
class Addresses {

    /** What is said of one. */
    static final Problem UNREADABLE = Problem.of(
            ProblemType.BAD_REQUEST,
            "the address is no URI of RFC 3986, where a percent sign stands before two hex digits");

    private static final int BEFORE_ALL_THAT_DECODES = 9_000;

    void register(@Observes Filters filters) {
        filters.register(Addresses::check, BEFORE_ALL_THAT_DECODES);
    }

    private static void check(RoutingContext request) {
        if (mayBeRead(request.request().uri())) {
            request.next();
        } else {
            Problems.send(request, UNREADABLE);
        }
    }

    /** Whether an address, path and query, is none or a URI. */
    static boolean mayBeRead(@Nullable String address) {
        return address == null || isPlain(address) || isUri(address);
    }

    /** Whether it has nothing but what may stand anywhere; so have nearly all. */
    private static boolean isPlain(String address) {
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "/-._~?&=".indexOf(c) >= 0;
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUri(String address) {
        try {
            new URI(address);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
