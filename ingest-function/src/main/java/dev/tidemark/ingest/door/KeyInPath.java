package dev.tidemark.ingest.door;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The key of an SDK that can send no header, at the beginning of the path: {@code /k/<key>/v1/batch} is {@code /v1/batch} with a
 * key. It is taken out of the path before anything else sees the request, so that no log, message or problem document that names
 * a path can hold it. Of several the first counts.
 */
@Singleton
class KeyInPath {

    private static final String PREFIX = "/k/";
    private static final String KEY = KeyInPath.class.getName();

    /** Before all else: what comes before is done a second time when the path changes. */
    private static final int FIRST = 20_000;

    void register(@Observes Filters filters) {
        filters.register(KeyInPath::takeOut, FIRST);
    }

    /** The key that the path of a request had, if it had one. */
    static Optional<String> of(RoutingContext request) {
        return Optional.ofNullable(request.get(KEY));
    }

    private static void takeOut(RoutingContext request) {
        String path = request.request().path();
        if (path == null || !path.startsWith(PREFIX)) {
            request.next();
            return;
        }
        String rest = path;
        while (rest.startsWith(PREFIX)) {
            int end = rest.indexOf('/', PREFIX.length());
            if (of(request).isEmpty()) {
                request.put(KEY, decoded(rest.substring(PREFIX.length(), end < 0 ? rest.length() : end)));
            }
            rest = end < 0 ? "/" : rest.substring(end);
        }
        String query = request.request().query();
        request.reroute(query == null ? rest : rest + '?' + query);
    }

    /** What cannot be decoded is no key, and is refused as such. */
    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
