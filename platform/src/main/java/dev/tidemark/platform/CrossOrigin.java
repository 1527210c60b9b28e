package dev.tidemark.platform;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What browsers may do on pages of other origins. Origins and additional headers are variables of the HTTP API's stage: the
 * gateway answers preflights by them, and hands them to the function in the event of every request, beside the headers and
 * not among them, so that no client can set them. The gateway's answers and the function's are made from the same value.
 *
 * @param origins whose pages may send: scheme, host and port; none lets no page of another origin send
 * @param moreHeaders that a page may send beside {@link #SDK_HEADERS}, in lower case
 */
public record CrossOrigin(List<String> origins, List<String> moreHeaders) {

    /** No page of another origin may send. */
    public static final CrossOrigin NONE = new CrossOrigin(List.of(), List.of());

    /** The stage variable of {@link #origins}, comma-separated. */
    public static final String ORIGINS_VARIABLE = "allowedOrigins";

    /** The stage variable of {@link #moreHeaders}, comma-separated. */
    public static final String HEADERS_VARIABLE = "allowedHeaders";

    public static final List<String> METHODS = List.of("GET", "POST");

    /**
     * Headers that the supported SDKs send from a page, with those of CloudEvents, whose extensions cannot all be known, and of
     * W3C's trace context, which instrumented pages add to every request.
     */
    public static final List<String> SDK_HEADERS = List.of(
            "anonymousid",
            "authorization",
            "baggage",
            "ce-datacontenttype",
            "ce-dataschema",
            "ce-deviceid",
            "ce-id",
            "ce-sentat",
            "ce-source",
            "ce-specversion",
            "ce-subject",
            "ce-time",
            "ce-type",
            "content-encoding",
            "content-type",
            "posthog-attempt",
            "posthog-request-id",
            "posthog-request-timestamp",
            "posthog-sdk-info",
            "rsa-recovered",
            "rsa-retry-attempt",
            "rsa-retry-reason",
            "rsa-since-first-attempt",
            "rsa-since-last-attempt",
            "sentat",
            "sp-anonymous",
            "traceparent",
            "tracestate",
            "x-api-key",
            "x-retry-count");

    /** Headers that a page may read. */
    public static final List<String> EXPOSED_HEADERS = List.of("retry-after");

    /** How long a browser may keep the answer to a preflight. */
    public static final Duration MAX_AGE = Duration.ofHours(1);

    /** The most characters that API Gateway takes as the value of a stage variable. */
    static final int LONGEST_VALUE = 512;

    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.:-]+");
    private static final Pattern HEADER = Pattern.compile("[a-z0-9_-]+");

    /**
     * Header names may come in any case.
     *
     * @throws IllegalArgumentException if an origin is not scheme, host and port, a header no name, or all together are too
     *     long
     */
    public CrossOrigin {
        origins = List.copyOf(origins);
        moreHeaders = moreHeaders.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        require(ORIGINS_VARIABLE, origins, ORIGIN, "scheme, host and port, no path");
        require(HEADERS_VARIABLE, moreHeaders, HEADER, "letters, digits, - and _");
    }

    /** Headers that a page may send, in lower case, each once. */
    public List<String> headers() {
        return Stream.concat(SDK_HEADERS.stream(), moreHeaders.stream())
                .distinct()
                .toList();
    }

    /** The stage's variables; a list that is empty has none, since no variable has an empty value. */
    public Map<String, String> stageVariables() {
        Map<String, String> variables = new TreeMap<>();
        if (!origins.isEmpty()) {
            variables.put(ORIGINS_VARIABLE, String.join(",", origins));
        }
        if (!moreHeaders.isEmpty()) {
            variables.put(HEADERS_VARIABLE, String.join(",", moreHeaders));
        }
        return variables;
    }

    /** What a stage's variables say; {@link #NONE} if there are none. */
    public static CrossOrigin of(@Nullable Map<String, String> stageVariables) {
        return stageVariables == null
                ? NONE
                : new CrossOrigin(list(stageVariables, ORIGINS_VARIABLE), list(stageVariables, HEADERS_VARIABLE));
    }

    private static List<String> list(Map<String, String> variables, String name) {
        String value = variables.get(name);
        return value == null || value.isEmpty() ? List.of() : List.of(value.split(",", -1));
    }

    private static void require(String variable, List<String> values, Pattern form, String said) {
        for (String value : values) {
            if (!form.matcher(value).matches()) {
                throw new IllegalArgumentException(variable + ": " + said + ": '" + value + "'");
            }
        }
        int length = String.join(",", values).length();
        if (length > LONGEST_VALUE) {
            throw new IllegalArgumentException(variable + ": at most " + LONGEST_VALUE
                    + " characters with their commas, which is all that a stage variable holds: " + length);
        }
    }
}
