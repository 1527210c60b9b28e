package dev.tidemark.query.door;

import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a question says behind its {@code ?}: each parameter once, and none that its address does not know. */
public final class QueryParameters {

    private final Map<String, List<String>> values;

    private QueryParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Those of an address.
     *
     * @param known the names that it knows
     * @throws QueryProblem if there is another, which would be an answer to another question than was meant, or one twice
     */
    public static QueryParameters of(UriInfo address, String... known) {
        Map<String, List<String>> values = address.getQueryParameters();
        values.forEach((name, given) -> {
            if (Arrays.stream(known).noneMatch(name::equals)) {
                throw bad("there is no parameter '" + QueryProblem.shown(name) + "' here; "
                        + (known.length == 0 ? "this address has none" : "there are: " + String.join(", ", known)));
            }
            if (given.size() > 1) {
                throw bad("'" + name + "' is given " + given.size() + " times");
            }
        });
        return new QueryParameters(values);
    }

    /** The value of a parameter; empty where it is not given. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).map(given -> given.get(0));
    }

    private static QueryProblem bad(String detail) {
        return new QueryProblem(QueryProblem.Kind.BAD_REQUEST, detail);
    }
}
